/** What supervisors do, and agents whom they help. */
import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { FollowedCall } from '../peers/agent-calls.ts';
import type { SimulatedAgent } from '../peers/simulated-agent.ts';
import { type Act, actOf, type Stage } from './stage.ts';

const MODES = ['mute', 'coach', 'connect'];

export function listSupervisionActs(stage: Stage): readonly Act[] {
  const { agents } = stage;
  const supervisors = agents.filter(({ role }) => role === 'supervisor');
  const by = (people: readonly SimulatedAgent[], act: (stage: Stage, who: SimulatedAgent) => string | undefined) =>
    actOf(stage, people, (who) => act(stage, who));
  return [
    { weight: 14, name: 'supervisor monitors', act: by(supervisors, monitors) },
    { weight: 3, name: 'supervisor stops', act: by(supervisors, stops) },
    { weight: 14, name: 'supervisor changes mode', act: by(supervisors, changesMode) },
    { weight: 12, name: 'supervisor says', act: by(supervisors, speaks) },
    { weight: 3, name: 'supervisor leaves', act: by(supervisors, leaves) },
    { weight: 4, name: 'supervisor takes a call away', act: by(supervisors, takesAway) },
    { weight: 1.5, name: 'supervisor sets not ready', act: by(supervisors, setsNotReady) },
    { weight: 0.7, name: 'supervisor logs out', act: by(supervisors, logsOut) },
    { weight: 8, name: 'agent whispers', act: by(agents, whispers) },
    { weight: 6, name: 'agent asks for help', act: by(agents, asksForHelp) },
    { weight: 8, name: 'help is taken', act: by(supervisors, takesHelp) },
    { weight: 2, name: 'agent needs no help', act: by(agents, needsNoHelp) },
    { weight: 1, name: 'somebody monitors without the right', act: by(agents, monitors) },
  ];
}

function ask(
  who: SimulatedAgent,
  request: { readonly name: TRequest['name']; readonly [attribute: string]: unknown },
): string {
  who.ask({ thisDN: who.dn, ...request });
  return `${who.userName}: ${JSON.stringify(request)}`;
}

function someAgent({ random, agents }: Stage): SimulatedAgent | undefined {
  return random.pick(agents);
}

function monitors(stage: Stage, who: SimulatedAgent): string | undefined {
  const { random } = stage;
  const agent = someAgent(stage);
  const connID = random.fraction() < 0.3 ? random.pick(agent?.calls.all ?? [])?.connId : undefined;
  return ask(who, {
    name: 'TMonitorNextCall',
    otherDN: agent?.dn ?? '',
    monitorNextCallType: random.below(2),
    ...(connID === undefined ? {} : { connID }),
    extensions: { MonitorMode: random.pick(MODES), MonitorScope: random.pick(['call', 'call', 'agent']) },
  });
}

function stops(stage: Stage, who: SimulatedAgent): string {
  const otherDN = stage.random.pick(who.monitored) ?? someAgent(stage)?.dn ?? '';
  return ask(who, { name: 'TCancelMonitoring', otherDN });
}

function observed({ random }: Stage, who: SimulatedAgent): FollowedCall | undefined {
  return random.pick(who.calls.all.filter(({ isObserved }) => isObserved));
}

function changesMode(stage: Stage, who: SimulatedAgent): string | undefined {
  const connID = observed(stage, who)?.connId;
  if (connID === undefined) return undefined;
  const isMute = stage.random.fraction() < 0.3;
  const mode = stage.random.fraction() < 0.4 ? { extensions: { MonitorMode: 'coach' } } : {};
  return ask(who, { name: isMute ? 'TSetMuteOn' : 'TSetMuteOff', connID, ...mode });
}

function speaks(stage: Stage, who: SimulatedAgent): string | undefined {
  const call = observed(stage, who);
  if (call === undefined) return undefined;
  const im = `s${stage.nextText()} of ${who.userName}`;
  who.say(call.connId, im);
  return `${who.userName}: ${call.connId} ${im}`;
}

function leaves(stage: Stage, who: SimulatedAgent): string | undefined {
  const connID = observed(stage, who)?.connId;
  return connID === undefined ? undefined : ask(who, { name: 'TReleaseCall', connID });
}

/** A call of an agent goes to somebody else, by request on that agent's DN. */
function takesAway(stage: Stage, who: SimulatedAgent): string | undefined {
  const agent = someAgent(stage);
  const call = stage.random.pick(agent?.calls.all ?? []);
  if (agent === undefined || call === undefined) return undefined;
  const name = call.state === 'ringing' ? 'TRedirectCall' : 'TSingleStepTransfer';
  const otherDN = stage.random.pick([who.dn, '1111', '1001', '1002', 'ALL_Agents']);
  return ask(who, { name, connID: call.connId, otherDN, thisDN: agent.dn });
}

function setsNotReady(stage: Stage, who: SimulatedAgent): string {
  return ask(who, { name: 'TAgentSetNotReady', thisDN: someAgent(stage)?.dn });
}

function logsOut(stage: Stage, who: SimulatedAgent): string {
  return ask(who, { name: 'TAgentLogout', thisDN: someAgent(stage)?.dn });
}

function service(who: SimulatedAgent, connID: string, serviceID: number, extensions: object): string {
  return ask(who, { name: 'TPrivateService', connID, serviceID, extensions });
}

function whispers(stage: Stage, who: SimulatedAgent): string | undefined {
  const call = stage.random.pick(who.calls.all);
  if (call === undefined) return undefined;
  return service(who, call.connId, PrivateMsgId.Text, { im: `w${stage.nextText()} of ${who.userName}`, whisper: true });
}

function asksForHelp(stage: Stage, who: SimulatedAgent): string | undefined {
  const call = stage.random.pick(who.calls.all);
  return call && service(who, call.connId, PrivateMsgId.Assistance, { action: 'ask', im: 'Please help.' });
}

function takesHelp(stage: Stage, who: SimulatedAgent): string | undefined {
  const help = stage.random.pick(who.helpAsked);
  return help && service(who, help.connId, PrivateMsgId.Assistance, { action: 'take', assistID: help.assistID });
}

function needsNoHelp(stage: Stage, who: SimulatedAgent): string | undefined {
  const call = stage.random.pick(who.calls.all);
  return call && service(who, call.connId, PrivateMsgId.Assistance, { action: 'cancel' });
}
