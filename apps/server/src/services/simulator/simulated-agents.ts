import type { ConnId, Dn } from '@cordboard/shared/ids';
import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { findParty } from '../../domain/call-model/calls/call.ts';
import { answer } from '../../domain/call-model/operations/answer.ts';
import { arrive } from '../../domain/call-model/operations/arrive.ts';
import { ring } from '../../domain/call-model/operations/ring.ts';
import type { TlibClient } from '../switch/effects/tlib-client.ts';
import type { CentreObserver, SimulatedCentre } from './simulated-centre.ts';
import type { AgentPlan } from './simulated-world.ts';

type Asked = TRequest extends infer Request
  ? Request extends TRequest
    ? Omit<Request, 'referenceID' | 'requestID'>
    : never
  : never;

/** After this time an agent who did not answer, and so was set Not Ready, is Ready again. */
const MISSING_MS = 30_000;

export interface AgentHabits {
  /** How long he lets it ring. */
  answerAfterMs(): number;
  /** How long he talks; undefined when he never ends it. */
  handlingMsOf(connId: ConnId): number | undefined;
}

/** What an agent did, in ms; within the time that is looked at. */
export interface AgentWork {
  readonly plan: AgentPlan;
  readonly answered: number;
  readonly onDutyMs: number;
  /** With at least one chat. */
  readonly busyMs: number;
  /** Chats times their length. */
  readonly chatMs: number;
}

/** An agent at a desktop who does what the events ask for: answers what rings, ends what he has talked about. */
export class SimulatedAgent implements TlibClient {
  readonly id: string;
  readonly userName: TlibClient['userName'];
  readonly role = 'agent';
  readonly place: TlibClient['place'];
  readonly plan: AgentPlan;
  readonly #centre: SimulatedCentre;
  #referenceID = 0;
  #isOnDuty: boolean;
  readonly #chats = new Set<string>();
  #answered = 0;
  #busyMs = 0;
  #chatMs = 0;
  #changedAt = 0;

  constructor(centre: SimulatedCentre, plan: AgentPlan) {
    this.#centre = centre;
    this.plan = plan;
    this.#isOnDuty = plan.isReady;
    this.id = `agent ${plan.userName}`;
    this.userName = plan.userName;
    this.place = plan.place;
  }

  send(): void {
    // What he does follows the events of the switch, which `SimulatedAgents` reads once for all of them.
  }

  end(): void {
    this.#centre.failures.push(`The switch has ended the connection of ${this.userName}.`);
  }

  logIn(): void {
    const { callControl } = this.#centre;
    const { dn, agentId, queue, isReady } = this.plan;
    callControl.clientConnected(this, undefined);
    this.ask({ name: 'TRegisterAddress', thisDN: dn });
    this.ask({
      name: 'TAgentLogin',
      thisDN: dn,
      agentID: agentId,
      ...(queue === undefined ? {} : { thisQueue: queue }),
    });
    if (isReady) this.ask({ name: 'TAgentSetReady', thisDN: dn });
  }

  /** Back at the desk after something was missed. */
  comeBack(): void {
    if (!this.#isOnDuty) return;
    const state = this.#centre.callControl.state.agentSessions.get(this.plan.dn)?.state;
    if (state === undefined) this.logIn();
    else if (state !== 'ready') this.ask({ name: 'TAgentSetReady', thisDN: this.plan.dn });
  }

  goOffDuty(): void {
    this.#isOnDuty = false;
    this.ask({ name: 'TAgentSetNotReady', thisDN: this.plan.dn, agentWorkMode: WorkMode.AuxWork });
  }

  ask(request: Asked): void {
    this.#referenceID += 1;
    this.#centre.callControl.receiveRequest(this, { ...request, referenceID: this.#referenceID } as TRequest);
  }

  /** Chats that he has from the beginning to the end. */
  beBusy(routingPoint: Dn): void {
    for (let chat = 0; chat < this.plan.chats; chat += 1) {
      this.#centre.callControl.takeInput('chat from before', (decision) => {
        const session = decision.agentSessions.get(this.plan.dn);
        if (session === undefined) return;
        const customer = { legId: `before-${this.plan.dn}-${chat}`, address: `before-${chat}@example.net` };
        const call = ring(decision, arrive(decision, { customer, routingPoint, userData: {} }), session, {
          thisQueue: null,
          coming: { as: 'routed' },
        });
        const party = findParty(call, this.plan.dn);
        if (party !== undefined) answer(decision, call, party);
      });
    }
  }

  hasChat(connId: string, begins: boolean, now: number): void {
    this.#count(now);
    if (begins) {
      this.#chats.add(connId);
      this.#answered += 1;
    } else this.#chats.delete(connId);
  }

  /** What is counted begins anew. */
  forgetWork(now: number): void {
    this.#count(now);
    this.#answered = 0;
    this.#busyMs = 0;
    this.#chatMs = 0;
  }

  workUntil(now: number, duty: { readonly from: number; readonly until: number }): AgentWork {
    this.#count(now);
    const onDutyMs = Math.max(0, duty.until - duty.from);
    return { plan: this.plan, answered: this.#answered, onDutyMs, busyMs: this.#busyMs, chatMs: this.#chatMs };
  }

  #count(now: number): void {
    const passed = now - this.#changedAt;
    this.#changedAt = now;
    if (this.#chats.size > 0) this.#busyMs += passed;
    this.#chatMs += passed * this.#chats.size;
  }
}

/** All agents of a simulation. */
export class SimulatedAgents implements CentreObserver {
  readonly #centre: SimulatedCentre;
  readonly #habits: AgentHabits;
  readonly #byDn: ReadonlyMap<string, SimulatedAgent>;

  constructor(centre: SimulatedCentre, plans: readonly AgentPlan[], habits: AgentHabits) {
    this.#centre = centre;
    this.#habits = habits;
    this.#byDn = new Map(plans.map((plan) => [plan.dn, new SimulatedAgent(centre, plan)]));
    centre.observe(this);
  }

  get all(): readonly SimulatedAgent[] {
    return [...this.#byDn.values()];
  }

  has(dn: string): boolean {
    return this.#byDn.has(dn);
  }

  /** Each logs in when it is his time. `beginsAt` is when the simulation proper begins, which may be later than now. */
  begin(beginsAt: number, routingPoint: Dn): void {
    const { clock } = this.#centre;
    for (const agent of this.all) {
      const { fromMs, untilMs, readyForMs } = agent.plan;
      const at = beginsAt + fromMs - (fromMs === 0 ? readyForMs : 0);
      clock.startTimer(at - clock.now(), () => {
        agent.logIn();
        agent.beBusy(routingPoint);
      });
      if (untilMs !== null) clock.startTimer(beginsAt + untilMs - clock.now(), () => agent.goOffDuty());
    }
  }

  event(event: DnEvent): void {
    const agent = this.#byDn.get(event.thisDN);
    if (agent === undefined) return;
    const { clock } = this.#centre;
    const isMissing = event.name === 'EventAgentNotReady' && event.agentWorkMode !== WorkMode.AfterCallWork;
    if (isMissing || event.name === 'EventAgentLogout') clock.startTimer(MISSING_MS, () => agent.comeBack());
    if (!('connID' in event) || event.connID === undefined) return;
    const { connID } = event;
    switch (event.name) {
      case 'EventRinging':
        clock.startTimer(this.#habits.answerAfterMs(), () =>
          agent.ask({ name: 'TAnswerCall', thisDN: agent.plan.dn, connID }),
        );
        return;
      case 'EventEstablished': {
        agent.hasChat(connID, true, clock.now());
        const handlingMs = this.#habits.handlingMsOf(connID);
        if (handlingMs === undefined) return;
        clock.startTimer(handlingMs, () => agent.ask({ name: 'TReleaseCall', thisDN: agent.plan.dn, connID }));
        return;
      }
      case 'EventReleased':
      case 'EventAbandoned':
        agent.hasChat(connID, false, clock.now());
        return;
    }
  }

  document(): void {
    // Only what the agents see moves them.
  }
}
