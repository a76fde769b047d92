import { describe, expect, test } from 'vitest';
import type { DesktopClient } from '../../support/agents/desktop-client.ts';
import { crashEverywhere, type StoryStep } from '../../support/crashes/every-crash.ts';
import { aliceTalksToMaya, type CallScene } from '../../support/scenes/call-scene.ts';

function ask(
  who: 'maya' | 'ben' | 'lena',
  name: Parameters<DesktopClient['submit']>[0],
  attributes: object,
): StoryStep {
  return (scene) => {
    const named = Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, typeof value === 'function' ? value(scene) : value]),
    );
    scene[who].submit(name, { thisDN: scene[who].dn, ...named });
  };
}

const c1 = (scene: CallScene) => scene.c1;
/** The latest call that is not the customer's. */
const c2 = (scene: CallScene) =>
  [...scene.centre.switchState.calls.values()].findLast((call) => call.id !== scene.c1)?.id;

const STORIES: readonly (readonly [string, readonly StoryStep[]])[] = [
  [
    '[CO25][CO27] a call to a routing point, declined, answered, ended',
    [
      ask('maya', 'TMakeCall', { otherDN: '1111', extensions: { im: 'Hello?' } }),
      ask('ben', 'TReleaseCall', { connID: c2 }),
      ask('lena', 'TAnswerCall', { connID: c2 }),
      ask('lena', 'TReleaseCall', { connID: c2 }),
    ],
  ],
  [
    '[CO25][CO28] a consultation over a routing point, answered and completed',
    [
      ask('maya', 'TInitiateTransfer', { connID: c1, otherDN: '1111' }),
      ask('ben', 'TAnswerCall', { connID: c2 }),
      ask('maya', 'TCompleteTransfer', { connID: c1, consultConnID: c2 }),
    ],
  ],
  [
    '[CO25][CO29] a transfer completed in the queue, declined, answered',
    [
      ask('maya', 'TInitiateTransfer', { connID: c1, otherDN: 'VQ_Any' }),
      ask('maya', 'TCompleteTransfer', { connID: c1, consultConnID: c2 }),
      ask('ben', 'TReleaseCall', { connID: c1 }),
      ask('lena', 'TAnswerCall', { connID: c1 }),
    ],
  ],
  [
    '[CO25][CO29] a mute transfer to a routing point',
    [ask('maya', 'TMuteTransfer', { connID: c1, otherDN: '1111' }), ask('ben', 'TAnswerCall', { connID: c1 })],
  ],
  [
    '[CO25][CO30][CO31] a conferee over a routing point, and a redirected ring',
    [
      ask('maya', 'TSingleStepConference', { connID: c1, otherDN: '1111' }),
      ask('ben', 'TAnswerCall', { connID: c1 }),
      ask('maya', 'TMakeCall', { otherDN: '1002' }),
      ask('ben', 'TRedirectCall', { connID: c2, otherDN: '1111' }),
      ask('lena', 'TAnswerCall', { connID: c2 }),
    ],
  ],
];

describe('kill -9 while calls go to routing points', () => {
  test.each(STORIES)('%s: the state before a step, or after it', async (_name, steps) => {
    expect(await crashEverywhere(aliceTalksToMaya, steps)).toBeGreaterThanOrEqual(2 * steps.length);
  });
});
