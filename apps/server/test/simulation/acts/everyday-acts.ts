/** What customers, agents, the network and the store do every day. */
import { CLEAR } from '../network/lossy-network.ts';
import type { SessionCustomer } from '../peers/session-customer.ts';
import type { SimulatedAgent } from '../peers/simulated-agent.ts';
import type { SimulatedCustomer } from '../peers/simulated-customer.ts';
import { comeBack, logOut, moveAgent, reload, reloadDesktop, setReady, toggleTab } from './small-acts.ts';
import { type Act, actOf, type Stage } from './stage.ts';

export function listCustomerActs(stage: Stage): readonly Act[] {
  const { sessionCustomers, pageCustomers } = stage;
  const customers: readonly SimulatedCustomer[] = [...pageCustomers, ...sessionCustomers];
  return [
    { weight: 24, name: 'customer writes', act: actOf(stage, customers, (customer) => write(stage, customer)) },
    { weight: 4, name: 'customer leaves', act: actOf(stage, sessionCustomers, leave) },
    { weight: 4, name: 'stream is cut', act: actOf(stage, sessionCustomers, (customer) => cut(stage, customer)) },
    { weight: 3, name: 'page is reloaded', act: actOf(stage, sessionCustomers, reload) },
  ];
}

export function listAgentActs(stage: Stage): readonly Act[] {
  const { agents } = stage;
  const established = (agent: SimulatedAgent) => agent.established;
  const ringing = (agent: SimulatedAgent) => agent.ringing;
  return [
    { weight: 30, name: 'agent accepts', act: actOf(stage, agents, (agent) => accept(stage, agent)) },
    { weight: 5, name: 'agent declines', act: actOf(stage, agents, (agent) => release(stage, agent, ringing)) },
    { weight: 30, name: 'agent says', act: actOf(stage, agents, (agent) => say(stage, agent)) },
    { weight: 4, name: 'agent ends', act: actOf(stage, agents, (agent) => release(stage, agent, established)) },
    { weight: 2, name: 'agent attaches', act: actOf(stage, agents, (agent) => attach(stage, agent)) },
    { weight: 8, name: 'agent is ready', act: actOf(stage, agents, (agent) => setReady(agent, true)) },
    { weight: 2, name: 'agent is not ready', act: actOf(stage, agents, (agent) => setReady(agent, false)) },
    { weight: 1, name: 'agent logs out', act: actOf(stage, agents, logOut) },
    { weight: 4, name: 'agent comes back', act: actOf(stage, agents, comeBack) },
    { weight: 5, name: 'agent loses connection', act: actOf(stage, agents, (agent) => loseConnection(stage, agent)) },
    { weight: 2, name: 'agent reloads', act: actOf(stage, agents, reloadDesktop) },
    { weight: 3, name: 'second tab', act: actOf(stage, agents, toggleTab) },
    { weight: 0.7, name: 'agent moves', act: actOf(stage, agents.slice(0, 1), moveAgent) },
  ];
}

export function listDisasters(stage: Stage): readonly Act[] {
  return [
    { weight: 3, name: 'weather', act: () => changeWeather(stage) },
    { weight: 1.5, name: 'server is killed', act: () => crash(stage) },
    { weight: 1, name: 'commits fail', act: () => failCommits(stage) },
    { weight: 0.5, name: 'store breaks down', act: () => breakStore(stage) },
  ];
}

function write(stage: Stage, customer: SimulatedCustomer): string {
  const im = `c${stage.nextText()} of ${customer.name}`;
  customer.write(im);
  return `${customer.name}: ${im}`;
}

function leave(customer: SessionCustomer): string | undefined {
  if (!customer.isInChat) return undefined;
  customer.leave();
  return customer.name;
}

function cut({ network }: Stage, customer: SessionCustomer): string | undefined {
  if (customer.flowId === undefined) return undefined;
  network.cut(customer.flowId);
  return customer.name;
}

function accept({ random }: Stage, agent: SimulatedAgent): string | undefined {
  const connId = random.pick(agent.ringing);
  if (connId === undefined) return undefined;
  agent.accept(connId);
  return `${agent.userName}: ${connId}`;
}

function release(
  { random }: Stage,
  agent: SimulatedAgent,
  callsOf: (agent: SimulatedAgent) => readonly string[],
): string | undefined {
  const connId = random.pick(callsOf(agent));
  if (connId === undefined) return undefined;
  agent.operate('TReleaseCall', connId);
  return `${agent.userName}: ${connId}`;
}

function say(stage: Stage, agent: SimulatedAgent): string | undefined {
  const connId = stage.random.pick(agent.established);
  if (connId === undefined) return undefined;
  const isLong = stage.random.fraction() < 0.1;
  const im = `a${stage.nextText()} of ${agent.userName}${isLong ? ' word'.repeat(500) : ''}`;
  agent.say(connId, im);
  return `${agent.userName}: ${connId} ${im.slice(0, 20)}`;
}

function attach(stage: Stage, agent: SimulatedAgent): string | undefined {
  const connId = stage.random.pick(agent.established);
  if (connId === undefined) return undefined;
  agent.attach(connId, `note ${stage.nextText()}`);
  return `${agent.userName}: ${connId}`;
}

function loseConnection({ random }: Stage, agent: SimulatedAgent): string {
  const forMs = random.fraction() < 0.2 ? 70_000 : random.below(4000);
  agent.loseConnection(forMs);
  return `${agent.userName} for ${forMs} ms`;
}

function changeWeather({ network, random }: Stage): string {
  const isClear = random.fraction() < 0.4;
  const bad = { lost: random.fraction() * 0.5, doubled: random.fraction() * 0.3, delayMs: 20 + random.below(2000) };
  network.weather = isClear ? CLEAR : bad;
  return JSON.stringify(network.weather);
}

function crash({ server, random, clock, breaks, agents, bootAt }: Stage): string | undefined {
  if (server.world === undefined) return undefined;
  const underWay = random.fraction() < 0.5 ? 'lost' : 'kept';
  const waiting = server.store.waitingCount;
  bootAt(clock.now() + random.below(8000));
  breaks.push(clock.now());
  server.crash(underWay);
  for (const agent of agents) agent.serverDown();
  return `with ${waiting} commits ${underWay}`;
}

function failCommits({ server, random, clock, breaks }: Stage): string {
  const count = 1 + random.below(3);
  server.store.failNext(count);
  breaks.push(clock.now());
  return String(count);
}

function breakStore({ server, random, clock, breaks, repairAt }: Stage): string {
  server.store.breakDown();
  breaks.push(clock.now());
  repairAt(clock.now() + random.below(15_000));
  return '';
}
