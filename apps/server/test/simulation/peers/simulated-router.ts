import type { ConnId, Dn, UserName } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { RouteType } from '@cordboard/shared/tlib/route-types';
import { TreatmentType } from '@cordboard/shared/tlib/treatments';
import type { TlibClient } from '../../../src/services/switch/effects/tlib-client.ts';
import type { FakeClock } from '../../support/fakes/fake-clock.ts';
import type { SeededRandom } from '../../support/fakes/seeded-random.ts';
import type { TlibDoor } from './agent-socket.ts';

const POINT = '1111';
const TARGETS = ['1001', '1002', '1003', '1104', 'ALL_Agents', '1111', '1112', '1113', '9999'] as const;
const MODES = [0, 0, 2] as const;

/** One connection of the router. What is under way when it is cut is lost in both directions. */
class RouterSocket implements TlibClient {
  readonly id: string;
  readonly userName = 'router' as UserName;
  readonly role = 'application';
  readonly place = null;
  isOpen = true;
  isEnding = false;
  readonly answers = new Map<number, number>();
  #events: TEvent[] = [];

  constructor(id: string) {
    this.id = id;
  }

  send(event: TEvent): void {
    if (this.isOpen) this.#events.push(event);
  }

  end(): void {
    this.isEnding = true;
  }

  takeEvents(): readonly TEvent[] {
    return this.#events.splice(0);
  }
}

/** An outside router on 1111: it routes, treats, is silent, loses its connection, only watches for a while. */
export class SimulatedRouter {
  readonly problems: string[] = [];
  readonly #clock: FakeClock;
  readonly #random: SeededRandom;
  readonly #door: () => TlibDoor | undefined;
  /** Calls that it was asked about and that it has not seen go. */
  readonly #waiting = new Set<ConnId>();
  #socket: RouterSocket | undefined;
  #lastSequence: number | undefined;
  #reconnectAt = 0;
  #count = 0;

  constructor(clock: FakeClock, random: SeededRandom, door: () => TlibDoor | undefined) {
    this.#clock = clock;
    this.#random = random;
    this.#door = door;
  }

  /** Lets what is under way arrive, keeps itself connected. */
  tick(): void {
    if (this.#door() === undefined) this.#serverDown();
    const socket = this.#socket;
    if (socket !== undefined) for (const event of socket.takeEvents()) this.#receive(socket, event);
    if (socket?.isEnding === true) this.loseConnection(1000);
    if (this.#socket === undefined && this.#clock.now() >= this.#reconnectAt) this.#connect();
  }

  /** Does something about a call, or something senseless. */
  decide(): string | undefined {
    const connID = this.#random.pick([...this.#waiting]);
    if (connID === undefined || this.#socket === undefined) return undefined;
    const otherDN = this.#random.pick(TARGETS) ?? POINT;
    const on = { thisDN: POINT, connID };
    const extensions = this.#random.fraction() < 0.5 ? { virtualQueue: 'VQ_Any' } : { NO_ANSWER_TIMEOUT: 3 };
    const orders: readonly object[] = [
      { name: 'TRouteCall', ...on, otherDN, extensions },
      { name: 'TRouteCall', ...on, otherDN, extensions },
      { name: 'TRouteCall', ...on, otherDN, routeType: this.#random.below(15) },
      { name: 'TRouteCall', ...on, routeType: RouteType.Default },
      { name: 'TApplyTreatment', ...on, treatmentType: this.#random.below(19), treatmentParameters: { TEXT: 'x' } },
      {
        name: 'TApplyTreatment',
        ...on,
        treatmentType: TreatmentType.CollectDigits,
        treatmentParameters: { TOTAL_TIMEOUT: 1 + this.#random.below(20) },
      },
      { name: 'TAttachUserData', ...on, userData: { Router: this.#count } },
      { name: 'TQueryCall', ...on },
    ];
    const order = this.#random.pick(orders);
    this.#ask(order ?? {});
    return JSON.stringify(order);
  }

  /** From now on it routes, or only watches. */
  register(): string {
    const registerMode = this.#random.pick(MODES) ?? 0;
    this.#ask({ name: 'TRegisterAddress', thisDN: POINT, registerMode });
    return `${POINT} with mode ${registerMode}`;
  }

  unregister(): string {
    this.#ask({ name: 'TUnregisterAddress', thisDN: POINT });
    return POINT;
  }

  loseConnection(forMs: number): string {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#reconnectAt = this.#clock.now() + forMs;
    if (socket !== undefined) {
      socket.isOpen = false;
      this.#door()?.disconnected(socket);
    }
    return `for ${forMs} ms`;
  }

  /** The server is gone; it is found again some time after it is back. */
  #serverDown(): void {
    if (this.#socket !== undefined) this.#reconnectAt = this.#clock.now() + this.#random.below(8000);
    this.#socket = undefined;
  }

  #connect(): void {
    const door = this.#door();
    if (door === undefined) return;
    this.#socket = new RouterSocket(`router#${++this.#count}`);
    door.connected(this.#socket, this.#lastSequence);
    if (this.#lastSequence !== undefined) return;
    this.#lastSequence = 0;
    this.#ask({ name: 'TRegisterAddress', thisDN: 'VQ_Any', registerMode: 2 });
    this.#ask({ name: 'TRegisterAddress', thisDN: POINT, registerMode: 0 });
  }

  #ask(content: object): void {
    if (this.#socket === undefined) return;
    const request = { ...content, referenceID: ++this.#count } as TRequest;
    this.#door()?.request(this.#socket, request);
  }

  #receive(socket: RouterSocket, event: TEvent): void {
    if (event.eventSequenceNumber !== undefined) {
      if (event.eventSequenceNumber <= (this.#lastSequence ?? 0)) this.problems.push(`SI5 router: ${event.name} again`);
      this.#lastSequence = event.eventSequenceNumber;
    }
    if (event.referenceID !== undefined) {
      const times = (socket.answers.get(event.referenceID) ?? 0) + 1;
      socket.answers.set(event.referenceID, times);
      if (times > 1) this.problems.push(`SI28 router: request ${event.referenceID} was answered ${times} times`);
    }
    if (event.name === 'EventError' && event.errorCode === 'InternalError')
      this.problems.push(`SI18 InternalError for the router: ${event.errorMessage}`);
    if (!('thisDN' in event) || event.thisDN !== (POINT as Dn) || !('connID' in event)) return;
    if (event.name === 'EventRouteRequest') this.#waiting.add(event.connID);
    else if (event.name === 'EventRouteUsed' || event.name === 'EventAbandoned') this.#waiting.delete(event.connID);
  }
}
