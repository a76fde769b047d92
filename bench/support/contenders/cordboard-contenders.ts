import { findFreePort } from '../../../apps/server/test/interop/support/free-port.ts';
import type { AgentFleet } from '../crowds/agent-fleet.ts';
import { MsrpLoad } from '../crowds/msrp-load.ts';
import { openPageChats, waitForChats } from '../crowds/open-chats.ts';
import { endSessions, openSessions, writeTexts } from '../crowds/session-load.ts';
import { customers, sendTexts } from '../crowds/text-load.ts';
import { Arrivals } from '../measuring/arrivals.ts';
import { type Contender, measureRound } from '../measuring/contender.ts';
import { cpuSecondsOf } from '../measuring/process-usage.ts';
import type { BenchServer } from '../servers/bench-server.ts';

const OURS = { does: 'stored, routed, told to the agent', limits: 'CORDBOARD_SIP_RATE_PER_SOURCE=0 (none)' } as const;

/** Lone MESSAGEs: each is stored, routed to the agent of its chat and told to his desk. */
export async function preparePageMode(server: BenchServer, fleet: AgentFleet, chats: number): Promise<Contender> {
  const target = { targetPort: server.sipPort, localPort: await findFreePort(), users: customers(chats) };
  await openPageChats(fleet, target);
  return {
    name: 'Cordboard, page mode',
    ...OURS,
    measure(load) {
      const arrivals = new Arrivals();
      fleet.onText = (_agent, text) => arrivals.receive(text);
      return measureRound(
        () => cpuSecondsOf(server.processId),
        () => sendTexts(target, load),
        arrivals,
      );
    },
  };
}

/** MESSAGEs inside of INVITE sessions, which are opened before each round and ended after it. */
export async function prepareSessionMode(server: BenchServer, fleet: AgentFleet, sessions: number): Promise<Contender> {
  const target = { targetPort: server.sipPort, localPort: await findFreePort(), users: customers(sessions, 'caller') };
  return {
    name: 'Cordboard, session mode',
    ...OURS,
    async measure(load) {
      const open = await openSessions(fleet, target, load);
      const arrivals = new Arrivals();
      fleet.onText = (_agent, text) => arrivals.receive(text);
      return measureRound(
        () => cpuSecondsOf(server.processId),
        async () => {
          await writeTexts(open);
          return () => endSessions(open);
        },
        arrivals,
      );
    },
  };
}

/** MSRP over TCP, one connection for each session; the sessions last as long as the comparison. */
export async function prepareMsrp(
  server: BenchServer,
  fleet: AgentFleet,
  sessions: number,
): Promise<{ readonly contender: Contender; readonly customers: MsrpLoad }> {
  const crowd = new MsrpLoad();
  await waitForChats(fleet, sessions, () => crowd.open(server.sipPort, sessions));
  const contender: Contender = {
    name: 'Cordboard, MSRP',
    ...OURS,
    measure(load) {
      const arrivals = new Arrivals();
      fleet.onText = (_agent, text) => arrivals.receive(text);
      return measureRound(
        () => cpuSecondsOf(server.processId),
        () => crowd.run(load),
        arrivals,
      );
    },
  };
  return { contender, customers: crowd };
}
