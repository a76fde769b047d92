import type { ConnId } from '@cordboard/shared/ids';
import { CallType, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { CallEvent, TEvent } from '@cordboard/shared/tlib/events';

type FollowedState = 'dialing' | 'ringing' | 'established' | 'held';

/** A call as the desktop of one party knows it. */
export interface FollowedCall {
  readonly connId: ConnId;
  readonly state: FollowedState;
  readonly callType: number;
  /** Of a consultation: its call. */
  readonly consultOf: ConnId | undefined;
  /** A supervisor's, who observes it. */
  readonly isObserved: boolean;
  /** DNs that came or were called. */
  readonly others: readonly string[];
}

/** The calls of one DN, by nothing but its events. */
export class AgentCalls {
  #calls = new Map<ConnId, FollowedCall>();
  /** Every ConnID that ever was on the DN, in order. */
  readonly known: ConnId[] = [];

  get all(): readonly FollowedCall[] {
    return [...this.#calls.values()];
  }

  in(state: FollowedState): readonly ConnId[] {
    return this.all.flatMap((call) => (call.state === state ? [call.connId] : []));
  }

  find(connId: string): FollowedCall | undefined {
    return this.#calls.get(connId as ConnId);
  }

  clear(): void {
    this.#calls = new Map();
  }

  /** The picture that EventRegistered gives. */
  takeOver(extensions: Readonly<Record<string, unknown>>): void {
    this.clear();
    for (let number = 1; extensions[`conn-${number}`] !== undefined; number += 1) {
      const connId = extensions[`conn-${number}`] as ConnId;
      const callType = Number(extensions[`ct-${number}`]);
      const state = extensions[`ps-${number}`] as FollowedState;
      this.#put({
        connId,
        state,
        callType,
        consultOf: undefined,
        others: [],
        isObserved: extensions[`mm-${number}`] !== undefined,
      });
    }
  }

  follow(event: TEvent): void {
    if (!('connID' in event) || event.connID === undefined) return;
    const callEvent = event as CallEvent;
    switch (callEvent.name) {
      case 'EventDialing':
        this.#set(callEvent, 'dialing');
        return;
      case 'EventRinging':
        this.#set(callEvent, 'ringing');
        return;
      case 'EventEstablished':
      case 'EventRetrieved':
        this.#set(callEvent, 'established');
        return;
      case 'EventHeld':
        this.#set(callEvent, 'held');
        return;
      case 'EventPartyChanged':
        this.#change(callEvent);
        return;
      case 'EventPartyAdded':
        this.#add(callEvent);
        return;
      case 'EventReleased':
      case 'EventAbandoned':
        this.#calls.delete(callEvent.connID);
    }
  }

  #put(call: FollowedCall): void {
    if (!this.known.includes(call.connId)) this.known.push(call.connId);
    this.#calls.set(call.connId, call);
  }

  #set(event: CallEvent, state: FollowedState): void {
    const { connID: connId, callType, previousConnID: consultOf, otherDN } = event;
    const others = callType === CallType.Inbound || otherDN === undefined ? [] : [otherDN];
    const before = this.#calls.get(connId);
    const isObserved = event.thisDNRole === PartyRole.Observer;
    this.#put({ ...(before ?? { connId, callType, consultOf, others }), state, isObserved });
  }

  #change(event: CallEvent): void {
    const before = this.#calls.get(event.previousConnID ?? event.connID);
    const isObserved = event.thisDNRole === PartyRole.Observer;
    const present = this.#calls.get(event.connID);
    if (present !== undefined) this.#put({ ...present, isObserved });
    if (before === undefined || present !== undefined) return;
    this.#calls.delete(before.connId);
    const { connID: connId, callType } = event;
    this.#put({ connId, callType, state: before.state, consultOf: undefined, others: [], isObserved });
  }

  #add(event: CallEvent): void {
    const call = this.#calls.get(event.connID);
    if (call !== undefined && event.otherDN !== undefined)
      this.#put({ ...call, others: [...call.others, event.otherDN] });
  }
}
