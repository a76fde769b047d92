/** What people do in one step. Each says what it did; undefined when there was nothing to do. */

import type { SessionCustomer } from '../peers/session-customer.ts';
import type { SimulatedAgent } from '../peers/simulated-agent.ts';

/** A place of nobody here, where one agent sits down now and then. */
const OTHER_PLACE = ['1006', '1006'] as const;

export function reload(customer: SessionCustomer): string | undefined {
  if (!customer.isInChat) return undefined;
  customer.reload();
  return customer.name;
}

export function setReady(agent: SimulatedAgent, isReady: boolean): string | undefined {
  if (agent.isReady === isReady) return undefined;
  agent.setReady(isReady);
  return agent.userName;
}

export function logOut(agent: SimulatedAgent): string | undefined {
  if (agent.established.length + agent.ringing.length > 0) return undefined;
  agent.logOut();
  return agent.userName;
}

export function comeBack(agent: SimulatedAgent): string {
  agent.comeBack();
  return agent.userName;
}

export function reloadDesktop(agent: SimulatedAgent): string | undefined {
  if (!agent.isConnected) return undefined;
  agent.reload();
  return agent.userName;
}

export function toggleTab(agent: SimulatedAgent): string {
  agent.toggleSecondTab();
  return agent.userName;
}

export function moveAgent(agent: SimulatedAgent): string {
  agent.moveTo(...OTHER_PLACE);
  return `${agent.userName} to ${agent.dn}`;
}
