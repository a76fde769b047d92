import type { TRequest } from '@cordboard/shared/tlib/requests';
import { describe, expect, test } from 'vitest';
import { type Deed, killAtEveryCommit } from '../../support/crashes/kill-everywhere.ts';
import { type SupervisionScene, saraSupervises } from '../../support/scenes/supervision-scene.ts';

type Who = 'maya' | 'ben' | 'lena' | 'sara';

/** The call that is not the customer's: a consultation or one between agents. */
function otherCall({ centre }: SupervisionScene): string {
  return [...centre.switchState.calls.values()].find(({ customer }) => customer === null)?.id ?? '';
}

/** A request about Alice's call. */
const does =
  (who: Who, name: TRequest['name'], attributes: object = {}): Deed =>
  (scene) =>
    void scene[who].submit(name, { thisDN: scene[who].dn, connID: scene.c1, ...attributes });

/** A request about the other call. */
const inOther =
  (who: Who, name: TRequest['name'], attributes: object = {}): Deed =>
  (scene) =>
    void scene[who].submit(name, { thisDN: scene[who].dn, connID: otherCall(scene), ...attributes });

/** A request about both. */
const withBoth =
  (who: Who, name: TRequest['name']): Deed =>
  (scene) =>
    void scene[who].submit(name, { thisDN: scene[who].dn, connID: scene.c1, consultConnID: otherCall(scene) });

const ben = { otherDN: '1002' };
const says = (im: string, more: object = {}) => ({ serviceID: 3001, extensions: { im, ...more } });
const help = (action: string) => ({ serviceID: 3003, extensions: { action, im: 'Please.' } });
const hold = does('maya', 'THoldCall');
const consult = does('maya', 'TInitiateTransfer', ben);
const consultAnswered = [consult, inOther('ben', 'TAnswerCall')];
const call = does('maya', 'TMakeCall', { ...ben, connID: undefined, extensions: { im: 'Hello.' } });
const transfer = does('maya', 'TSingleStepTransfer', ben);
const invite = does('maya', 'TSingleStepConference', ben);
const conference = [invite, does('ben', 'TAnswerCall')];
const monitor = (MonitorMode: string, MonitorScope = 'call') =>
  does('sara', 'TMonitorNextCall', { otherDN: '1001', connID: undefined, extensions: { MonitorMode, MonitorScope } });
const onMaya = (name: TRequest['name'], attributes: object = {}) =>
  does('sara', name, { thisDN: '1001', ...attributes });
const takesHelp: Deed = ({ sara, centre, c1 }) => {
  const [request] = centre.switchState.assistanceRequests.values();
  const extensions = { action: 'take', assistID: request?.id };
  sara.submit('TPrivateService', { thisDN: '2001', connID: c1, serviceID: 3003, extensions });
};

const operations: readonly (readonly [what: string, before: readonly Deed[], deed: Deed])[] = [
  ['hold', [], hold],
  ['retrieve', [hold], does('maya', 'TRetrieveCall')],
  ['text', [], does('maya', 'TPrivateService', says('Hello Alice.'))],
  ['user data', [], does('maya', 'TAttachUserData', { userData: { Note: '1' } })],
  ['call', [], call],
  ['call, answered', [call], inOther('ben', 'TAnswerCall')],
  ['call, declined', [call], inOther('ben', 'TReleaseCall')],
  ['call, given up', [call], inOther('maya', 'TReleaseCall')],
  ['consult', [], consult],
  ['consult over a routing point', [], does('maya', 'TInitiateTransfer', { otherDN: '1111' })],
  ['consult, answered', [consult], inOther('ben', 'TAnswerCall')],
  ['consult, declined', [consult], inOther('ben', 'TReleaseCall')],
  ['text in a consultation', consultAnswered, inOther('ben', 'TPrivateService', says('Between us.'))],
  ['alternate', consultAnswered, withBoth('maya', 'TAlternateCall')],
  ['reconnect', consultAnswered, withBoth('maya', 'TReconnectCall')],
  ['reconnect before the answer', [consult], withBoth('maya', 'TReconnectCall')],
  ['complete transfer', consultAnswered, withBoth('maya', 'TCompleteTransfer')],
  ['complete transfer before the answer', [consult], withBoth('maya', 'TCompleteTransfer')],
  ['mute transfer', [], does('maya', 'TMuteTransfer', ben)],
  ['complete conference', consultAnswered, withBoth('maya', 'TCompleteConference')],
  ['single-step transfer', [], transfer],
  ['single-step transfer to a group', [], does('maya', 'TSingleStepTransfer', { otherDN: 'ALL_Agents' })],
  ['single-step transfer to a routing point', [], does('maya', 'TSingleStepTransfer', { otherDN: '1111' })],
  ['transfer, answered', [transfer], does('ben', 'TAnswerCall')],
  ['transfer, declined', [transfer], does('ben', 'TReleaseCall')],
  ['transfer, redirected', [transfer], does('ben', 'TRedirectCall', { otherDN: '1003' })],
  ['single-step conference', [], invite],
  ['conference over a routing point', [], does('maya', 'TSingleStepConference', { otherDN: '1111' })],
  ['conference, answered', [invite], does('ben', 'TAnswerCall')],
  ['conference, declined', [invite], does('ben', 'TReleaseCall')],
  ['leaving a conference', conference, does('maya', 'TReleaseCall')],
  ['transfer out of a conference', conference, does('maya', 'TSingleStepTransfer', { otherDN: '1003' })],
  ['dropping', conference, does('maya', 'TDeleteFromConference', ben)],
  ['dropping before the answer', [invite], does('maya', 'TDeleteFromConference', ben)],
  ['clear', conference, does('maya', 'TClearCall')],
  ['release', [], does('maya', 'TReleaseCall')],
  ['release with a consultation', consultAnswered, does('maya', 'TReleaseCall')],
  ['monitor, silent', [], monitor('mute')],
  ['monitor, coach', [], monitor('coach')],
  ['monitor, of whoever joins', [...conference, monitor('coach')], does('maya', 'TReleaseCall')],
  ['whisper', [monitor('coach')], does('sara', 'TPrivateService', says('Psst.'))],
  ['whisper back', [monitor('coach')], does('maya', 'TPrivateService', says('Yes?', { whisper: true }))],
  ['barge in', [monitor('mute')], does('sara', 'TSetMuteOff')],
  ['barge-in text', [monitor('connect')], does('sara', 'TPrivateService', says('Hello.'))],
  ['mute', [monitor('connect')], does('sara', 'TSetMuteOn')],
  ['stop monitoring', [monitor('coach')], does('sara', 'TCancelMonitoring', { otherDN: '1001', connID: undefined })],
  ['observer leaves', [monitor('coach')], does('sara', 'TReleaseCall')],
  ['agent leaves to who barged in', [monitor('connect')], does('maya', 'TReleaseCall')],
  ['agent leaves a silent observer', [monitor('mute')], does('maya', 'TReleaseCall')],
  ['observed transfer', [monitor('coach')], transfer],
  ['observed transfer with the agent', [monitor('coach', 'agent')], transfer],
  ['asking for help', [], does('maya', 'TPrivateService', help('ask'))],
  ['taking help', [does('maya', 'TPrivateService', help('ask'))], takesHelp],
  ['needing no help', [does('maya', 'TPrivateService', help('ask'))], does('maya', 'TPrivateService', help('cancel'))],
  ['supervisor takes the call', [], onMaya('TSingleStepTransfer', { otherDN: '2001' })],
  ['supervisor sends it back to the queue', [], onMaya('TSingleStepTransfer', { otherDN: '1111' })],
  ['supervisor sets Not Ready', [], onMaya('TAgentSetNotReady', { connID: undefined })],
  ['supervisor logs out', [], onMaya('TAgentLogout', { connID: undefined })],
];

describe('kill -9 between any two events of an operation', () => {
  test.each(operations)('[CO25][SV24] %s: it has happened, or it has not', async (_what, before, deed) => {
    expect(await killAtEveryCommit(saraSupervises, before, deed)).toBeGreaterThanOrEqual(2);
  });
});
