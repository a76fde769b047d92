/** Operations on calls, sensible ones and others: in the wrong state, on calls of others, towards targets that take nothing. */
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { FollowedCall } from '../peers/agent-calls.ts';
import type { SimulatedAgent } from '../peers/simulated-agent.ts';
import { type Act, actOf, type Stage } from './stage.ts';

type Name = TRequest['name'];

/** Agents' DNs, agent ids, a group, routing points. */
const TARGETS = ['1001', '1002', '1003', '1104', '1001', '1002', '1003', '1104', '1004', 'ALL_Agents', '1111'];
/** Nobody, who takes no IM, a queue, a customer. */
const NO_TARGETS = ['9999', '1005', '2001', 'VQ_Any', '1101', 'alice@example.net'];

export function listCallActs(stage: Stage): readonly Act[] {
  const one = (act: (stage: Stage, agent: SimulatedAgent) => string | undefined) =>
    actOf(stage, stage.agents, (agent) => act(stage, agent));
  return [
    { weight: 6, name: 'agent holds', act: one(holds) },
    { weight: 8, name: 'agent retrieves', act: one(retrieves) },
    { weight: 6, name: 'agent calls', act: one(calls) },
    { weight: 12, name: 'agent consults', act: one(consults) },
    { weight: 24, name: 'agent ends a consultation', act: one(endsConsultation) },
    { weight: 8, name: 'agent transfers', act: one(transfers) },
    { weight: 6, name: 'agent invites', act: one(invites) },
    { weight: 4, name: 'agent drops', act: one(drops) },
    { weight: 4, name: 'agent redirects', act: one(redirects) },
    { weight: 2, name: 'agent leaves a call', act: one(leaves) },
    { weight: 1, name: 'agent clears', act: one(clears) },
    { weight: 3, name: 'agent changes data', act: one(changesData) },
    { weight: 8, name: 'agent errs', act: one(errs) },
  ];
}

function target({ random }: Stage): string {
  return random.pick(random.fraction() < 0.08 ? NO_TARGETS : TARGETS) ?? '';
}

/** Asks for it, and says so. */
function ask(agent: SimulatedAgent, name: Name, connId: string, attributes: object = {}): string {
  agent.operate(name, connId, attributes);
  return `${agent.userName}: ${name} ${connId} ${JSON.stringify(attributes)}`;
}

function pickCall({ random }: Stage, agent: SimulatedAgent, ...states: readonly FollowedCall['state'][]) {
  return random.pick(agent.calls.all.filter(({ state }) => states.includes(state)));
}

function onCall(
  stage: Stage,
  agent: SimulatedAgent,
  states: readonly FollowedCall['state'][],
  name: Name,
  attributes: object = {},
): string | undefined {
  const call = pickCall(stage, agent, ...states);
  return call === undefined ? undefined : ask(agent, name, call.connId, attributes);
}

function towards(stage: Stage): object {
  const userData = stage.random.fraction() < 0.2 ? { userData: { Reason: `r${stage.nextText()}` } } : {};
  return { otherDN: target(stage), ...userData };
}

const holds = (stage: Stage, agent: SimulatedAgent) => onCall(stage, agent, ['established'], 'THoldCall');
const retrieves = (stage: Stage, agent: SimulatedAgent) => onCall(stage, agent, ['held'], 'TRetrieveCall');
const redirects = (stage: Stage, agent: SimulatedAgent) =>
  onCall(stage, agent, ['ringing'], 'TRedirectCall', towards(stage));
const clears = (stage: Stage, agent: SimulatedAgent) => onCall(stage, agent, ['established', 'held'], 'TClearCall');
const leaves = (stage: Stage, agent: SimulatedAgent) => onCall(stage, agent, ['held', 'dialing'], 'TReleaseCall');

function calls(stage: Stage, agent: SimulatedAgent): string {
  const otherDN = target(stage);
  const im = stage.random.fraction() < 0.5 ? { extensions: { im: `o${stage.nextText()} of ${agent.userName}` } } : {};
  agent.ask({ name: 'TMakeCall', thisDN: agent.dn, otherDN, ...im });
  return `${agent.userName}: TMakeCall ${otherDN}`;
}

function consults(stage: Stage, agent: SimulatedAgent): string | undefined {
  const name = stage.random.pick(['TInitiateTransfer', 'TInitiateConference', 'TInitiateTransfer', 'TMuteTransfer']);
  const isSeparate = stage.random.fraction() < 0.2;
  const extensions = isSeparate ? { extensions: { ConsultUserData: 'separate' } } : {};
  const attributes = { ...towards(stage), ...extensions };
  return onCall(stage, agent, ['established', 'established', 'held'], name as Name, attributes);
}

function endsConsultation(stage: Stage, agent: SimulatedAgent): string | undefined {
  const { random } = stage;
  const consult = random.pick(agent.calls.all.filter(({ consultOf }) => consultOf !== undefined));
  if (consult?.consultOf === undefined) return undefined;
  const name = random.pick([
    'TCompleteTransfer',
    'TCompleteConference',
    'TAlternateCall',
    'TAlternateCall',
    'TReconnectCall',
  ]);
  const isSwapped = random.fraction() < 0.3;
  const [connId, consultConnID] = isSwapped ? [consult.connId, consult.consultOf] : [consult.consultOf, consult.connId];
  return ask(agent, name as Name, connId, { consultConnID });
}

const transfers = (stage: Stage, agent: SimulatedAgent) =>
  onCall(stage, agent, ['established', 'held'], 'TSingleStepTransfer', towards(stage));
const invites = (stage: Stage, agent: SimulatedAgent) =>
  onCall(stage, agent, ['established', 'held'], 'TSingleStepConference', towards(stage));

function drops(stage: Stage, agent: SimulatedAgent): string | undefined {
  const { random } = stage;
  const call = random.pick(agent.calls.all.filter(({ others }) => others.length > 0));
  const otherDN = random.pick(call?.others ?? []) ?? target(stage);
  return call === undefined ? undefined : ask(agent, 'TDeleteFromConference', call.connId, { otherDN });
}

function changesData(stage: Stage, agent: SimulatedAgent): string | undefined {
  const { random } = stage;
  const key = random.pick(['Note', 'Reason', 'CustomerName', 'Nothing']) ?? '';
  const states = ['established', 'held', 'ringing', 'dialing'] as const;
  const isDeleted = random.fraction() < 0.5;
  const name = isDeleted ? random.pick(['TDeletePair', 'TDeleteUserData']) : 'TUpdateUserData';
  const attributes = isDeleted ? { key } : { userData: { [key]: `d${stage.nextText()}` } };
  return onCall(stage, agent, states, name as Name, attributes);
}

const ANYTHING: readonly Name[] = [
  'TAnswerCall',
  'TReleaseCall',
  'TClearCall',
  'THoldCall',
  'TRetrieveCall',
  'TAlternateCall',
  'TReconnectCall',
  'TCompleteTransfer',
  'TCompleteConference',
  'TInitiateTransfer',
  'TMuteTransfer',
  'TSingleStepTransfer',
  'TInitiateConference',
  'TSingleStepConference',
  'TRedirectCall',
  'TDeleteFromConference',
  'TDeletePair',
  'TQueryCall',
];

/** Any request for any call that anybody ever had, in whatever state. */
function errs(stage: Stage, agent: SimulatedAgent): string | undefined {
  const { random, agents } = stage;
  const whose = random.fraction() < 0.5 ? agent : random.pick(agents);
  const connId = random.pick(whose?.calls.known.slice(-6) ?? []) ?? '0123456789abcdef';
  const consultConnID = random.pick(agent.calls.known.slice(-6)) ?? connId;
  const name = random.pick(ANYTHING) ?? 'TQueryCall';
  return ask(agent, name, connId, { otherDN: target(stage), consultConnID, key: 'Note' });
}
