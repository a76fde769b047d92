import { beforeEach, describe, expect, test } from 'vitest';
import { type DesktopClient, type SeenEvent, transcriptOf, watch } from '../../support/agents/desktop-client.ts';
import { operate } from '../../support/scenes/call-scene.ts';
import { changeMode, monitor, type SupervisionScene, saraSupervises } from '../../support/scenes/supervision-scene.ts';

/** TPrivateService 3001 with `whisper`. */
function whisper(client: DesktopClient, connID: unknown, im: string): Promise<SeenEvent> {
  return client.say(connID, im, { extensions: { im, whisper: true } });
}

describe('what supervisors say', () => {
  let scene: SupervisionScene;

  beforeEach(async () => {
    scene = await saraSupervises();
  });

  async function benJoins(): Promise<void> {
    await operate(scene.maya, 'TSingleStepConference', scene.c1, { otherDN: '1002' });
    await scene.ben.answer(scene.c1);
  }

  test('[HR1][HR2][HR3] silent: she hears all and may say nothing', async () => {
    const { maya, sara, alice, c1 } = scene;
    await monitor(sara);
    await alice.say('Are you there?');
    await maya.say(c1, 'Yes.');
    expect(sara.texts).toEqual(['Are you there?', 'Yes.']);
    expect(await sara.say(c1, 'Hello.')).toMatchObject({ name: 'EventError', errorCode: 'SupervisorMuted' });
    expect(await whisper(sara, c1, 'Hello.')).toMatchObject({ errorCode: 'SupervisorMuted' });
    expect(maya.texts).toEqual(['Are you there?', 'Yes.']);
    expect(alice.shown).toEqual(['[Maya/1001] Yes.']);
  });

  test('[HR4][HR7][HR8] a whisper is for the agent alone', async () => {
    const { centre, maya, ben, sara, alice, c1 } = scene;
    await benJoins();
    await monitor(sara, { mode: 'coach' });
    const log = await watch(centre, ['gcti:im']);
    for (const client of [maya, ben, sara]) client.clear();
    const answer = await sara.say(c1, 'Offer a refund.');
    const whispered = { privateMsgID: 3001, connID: c1, extensions: { im: 'Offer a refund.', whisper: true } };
    expect(answer).toMatchObject({ ...whispered, thisDN: '2001', otherDN: '2001', otherDNRole: 10 });
    expect(maya.events).toMatchObject([{ ...whispered, thisDN: '1001', otherDN: '2001', otherDNRole: 10 }]);
    expect([ben.events, log.events, alice.shown]).toEqual([[], [], []]);
  });

  test('[HR6][HR8] the agent answers the coach alone, also on hold', async () => {
    const { maya, ben, sara, alice, c1 } = scene;
    expect(await whisper(maya, c1, 'Anybody?')).toMatchObject({ errorCode: 'NobodyCoaches' });
    await benJoins();
    await monitor(sara);
    expect(await whisper(maya, c1, 'Anybody?')).toMatchObject({ errorCode: 'NobodyCoaches' });
    await changeMode(sara, c1, 'coach');
    expect(await whisper(maya, c1, 'How much?')).toMatchObject({ extensions: { im: 'How much?', whisper: true } });
    expect(await whisper(ben, c1, 'And me?')).toMatchObject({ errorCode: 'NobodyCoaches' });
    await operate(maya, 'THoldCall', c1);
    await whisper(maya, c1, 'Tell me.');
    await sara.say(c1, 'Ten.');
    expect(sara.texts).toEqual(['How much?', 'Tell me.', 'Ten.']);
    expect(maya.texts).toEqual(sara.texts);
    expect(ben.texts).toEqual([]);
    expect(alice.shown).toEqual([]);
    const wrong = { extensions: { im: 'Hi', whisper: 'yes' } };
    expect(await maya.say(c1, 'Hi', wrong)).toMatchObject({ errorCode: 'InvalidAttribute' });
  });

  test('[HR8] transcripts have a whisper for those who heard it, and for nobody else', async () => {
    const { maya, lena, sara, alice, c1 } = scene;
    await monitor(sara, { mode: 'coach' });
    await sara.say(c1, 'Offer a refund.');
    await whisper(maya, c1, 'I will.');
    await maya.say(c1, 'You get it back.');
    expect(alice.shown).toEqual(['[Maya/1001] You get it back.']);
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1003' });
    await lena.answer(c1);
    expect(transcriptOf(lena.last('EventPrivateInfo'))).toEqual(['Hi.', 'You get it back.']);
    await operate(lena, 'TSingleStepTransfer', c1, { otherDN: '1001' });
    await maya.answer(c1);
    const transcript = maya.last('EventPrivateInfo', { privateMsgID: 3005 });
    expect(transcriptOf(transcript)).toEqual(['Hi.', 'Offer a refund.', 'I will.', 'You get it back.']);
    expect(transcript.extensions?.['transcript']).toMatchObject([
      { fromRole: 'customer' },
      { from: '2001', fromRole: 'supervisor', isWhisper: true },
      { from: '1001', fromRole: 'agent', isWhisper: true },
      { from: '1001', fromRole: 'agent', state: 'sent' },
    ]);
  });

  test('[HR5] barge-in: everybody hears, the customer under her own prefix; whether it arrived is told to her', async () => {
    const { maya, ben, sara, alice, c1 } = scene;
    await benJoins();
    await monitor(sara, { mode: 'connect' });
    expect(await sara.say(c1, 'Sara here.')).toMatchObject({ thisDN: '2001', otherDN: '2001' });
    expect(alice.shown).toEqual(['[Sara/2001] Sara here.']);
    for (const client of [maya, ben]) {
      expect(client.last('EventPrivateInfo')).toMatchObject({ privateMsgID: 3001, otherDN: '2001', otherDNRole: 10 });
    }
    expect(sara.last('EventPrivateInfo')).toMatchObject({ privateMsgID: 3004, extensions: { state: 'sent' } });
    await changeMode(sara, c1, 'mute');
    expect(await sara.say(c1, 'Once more.')).toMatchObject({ errorCode: 'SupervisorMuted' });
    expect(alice.shown).toHaveLength(1);
  });

  test('[HR4] a coach whose agent is still being rung', async () => {
    const { maya, lena, sara, c1 } = scene;
    await monitor(sara, { mode: 'coach' });
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1003' });
    expect(await sara.say(c1, 'Lena?')).toMatchObject({ errorCode: 'InvalidState' });
    await lena.answer(c1);
    await sara.say(c1, 'Lena!');
    expect(lena.texts).toEqual(['Lena!']);
    expect(maya.texts).toEqual([]);
  });
});
