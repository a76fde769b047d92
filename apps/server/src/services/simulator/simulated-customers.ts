import type { ConnId } from '@cordboard/shared/ids';
import { arrive } from '../../domain/call-model/operations/arrive.ts';
import { endCall } from '../../domain/call-model/operations/release.ts';
import { customerSays } from '../../domain/call-model/operations/say.ts';
import { routeWaiting } from '../router/router.ts';
import { startStrategy } from '../router/strategies/run-strategy.ts';
import { customerWrote } from '../router/strategies/strategy-inputs.ts';
import type { Decision } from '../switch/decision.ts';
import type { InteractionBook } from './interaction-book.ts';
import type { CustomerPlan } from './load.ts';
import type { SimulatedCentre } from './simulated-centre.ts';

/** Customers who come at their time, write, and leave when nobody answers. They have no leg: nothing goes out by SIP. */
export class SimulatedCustomers {
  readonly #centre: SimulatedCentre;
  readonly #book: InteractionBook;
  readonly #plans: readonly CustomerPlan[];
  #next = 0;

  constructor(centre: SimulatedCentre, book: InteractionBook, plans: readonly CustomerPlan[]) {
    this.#centre = centre;
    this.#book = book;
    this.#plans = plans;
  }

  /** Whether somebody is still to come. */
  get areMoreComing(): boolean {
    return this.#next < this.#plans.length;
  }

  /** `beginsAt`: what the times of the plans count from. */
  begin(beginsAt: number): void {
    const plan = this.#plans[this.#next];
    if (plan === undefined) return;
    const { clock } = this.#centre;
    clock.startTimer(beginsAt + plan.atMs - clock.now(), () => {
      this.#next += 1;
      this.#arrive(plan);
      this.begin(beginsAt);
    });
  }

  #arrive(plan: CustomerPlan): void {
    const { callControl, clock } = this.#centre;
    let connId: ConnId | undefined;
    callControl.takeInput('a customer comes', (decision) => {
      const call = arrive(decision, {
        customer: { legId: decision.random.hex(8), address: plan.address },
        routingPoint: plan.routingPoint,
        userData: plan.userData,
      });
      connId = call.id;
      this.#book.open(call.id, plan, decision.now);
      startStrategy(decision, call, plan.routingPoint);
      this.#say(decision, call.id, plan.texts[0]?.text, true);
    });
    const came = connId;
    if (came === undefined) return;
    for (const { afterSeconds, text } of plan.texts.slice(1)) {
      clock.startTimer(afterSeconds * 1000, () => this.#write(came, text));
    }
    if (plan.patienceMs !== null) clock.startTimer(plan.patienceMs, () => this.#leave(came));
  }

  #write(connId: ConnId, text: string): void {
    if (!this.#book.isWaiting(connId)) return;
    this.#centre.callControl.takeInput('a customer writes', (decision) => this.#say(decision, connId, text));
  }

  #say(decision: Decision, connId: ConnId, text: string | undefined, isOpening = false): void {
    const call = decision.calls.get(connId);
    if (call !== undefined && text !== undefined) {
      customerSays(decision, call, text);
      customerWrote(decision, connId, isOpening);
    }
    routeWaiting(decision);
  }

  #leave(connId: ConnId): void {
    if (!this.#book.isWaiting(connId)) return;
    this.#centre.callControl.takeInput('a customer leaves', (decision) => {
      const call = decision.calls.get(connId);
      if (call !== undefined) endCall(decision, call, { customerLeft: true });
      routeWaiting(decision);
    });
  }
}
