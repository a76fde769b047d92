/** What an agent's SIP clients are told: the events of his DN, in words. Rules: docs/spec/sip-agents.md. */
import type { TranscriptEntry } from '@cordboard/shared/chat/transcript';
import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';
import { PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { DnEvent, UnnumberedEvent } from '@cordboard/shared/tlib/events';
import type { DeliveryState, TextExpiry } from '../../../domain/call-model/texts/text.ts';
import { previewOf } from '../../../domain/call-model/texts/waiting-texts.ts';
import { createTag } from '../../../protocols/sip/user-agent/build-request.ts';
import type { Decision } from '../../switch/decision.ts';
import type { EndpointFollower } from '../../switch/endpoint-follower.ts';
import { endpointsOf, hasSipChat } from '../../switch/endpoints-of.ts';
import type { EndpointLeg } from '../../switch/rows/endpoint-leg.ts';
import { lateMark } from '../bodies/received-expiry.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { tellComposing, tellOutcome, withoutComposing } from './endpoint-notices.ts';
import { bindingOf, cancelInvite, enqueueText, sendNext, takeBack } from './endpoint-outbox.ts';
import { earlierText, noticeOf, otherName, ringText, spokenText } from './endpoint-words.ts';

/** User part of a chat's address. */
const CONVERSATION_PREFIX = 'chat-';

/** Whether this user part is the address of a chat. */
export function isConversation(user: string): boolean {
  return user.startsWith(CONVERSATION_PREFIX);
}

/** An event of a call on a DN. */
type CallEvent = DnEvent & { readonly connID: string };

/**
 * The SIP clients of agents as one more listener of their DNs: what a desktop is told by T-Library, they are told by MESSAGE, in
 * the same decision. So who hears what is decided once, for both.
 */
export class EndpointLegs implements EndpointFollower {
  readonly #context: MessagingContext;
  /** The leg whose client is writing: it has its own words. */
  #writer: string | undefined;

  constructor(context: MessagingContext) {
    this.#context = context;
  }

  whileWriting<Done>(legId: string | undefined, act: () => Done): Done {
    this.#writer = legId;
    try {
      return act();
    } finally {
      this.#writer = undefined;
    }
  }

  follow(event: DnEvent): void {
    const { decision } = this.#context;
    const dn = event.thisDN as Dn;
    if (!('connID' in event) || event.connID === undefined || !hasSipChat(decision.state, dn)) return;
    this.#followCall(event as CallEvent, dn, event.connID as ConnId);
  }

  followShown(event: UnnumberedEvent): void {
    const dn = event.thisDN as Dn | undefined;
    if (event.name !== 'EventPrivateInfo' || event.privateMsgID !== PrivateMsgId.Typing) return;
    if (dn === undefined || event.connID === undefined || !hasSipChat(this.#context.decision.state, dn)) return;
    const state = event.extensions?.['isComposing'] === 'active' ? 'active' : 'idle';
    for (const leg of this.#legsOf(dn, event.connID as ConnId)) {
      tellComposing(this.#context, leg, event.otherDN ?? '', state);
    }
  }

  #followCall(event: CallEvent, dn: Dn, connId: ConnId): void {
    switch (event.name) {
      case 'EventRinging': {
        // A supervisor who observes is in the call at once.
        const isObserver = event.thisDNRole === PartyRole.Observer;
        for (const leg of this.#openLegs(event, dn, connId)) {
          if (isObserver) sendNext(this.#context, leg);
          else this.#ring(leg, previewIn(event));
        }
        return;
      }
      case 'EventEstablished':
        for (const leg of this.#openLegs(event, dn, connId)) sendNext(this.#context, leg);
        return;
      case 'EventPrivateInfo':
        this.#followText(event, dn, connId);
        return;
      case 'EventPartyChanged':
        // A consultation names its call in all its events; only one that is no more has become this call.
        if (event.previousConnID !== undefined && this.#context.decision.calls.get(event.previousConnID) === undefined)
          this.#moveLegs(dn, event.previousConnID, connId);
        return;
      case 'EventAbandoned':
      case 'EventReleased':
        this.#end(dn, connId, noticeOf(this.#context.decision, event));
        return;
      default: {
        const notice = noticeOf(this.#context.decision, event);
        if (notice === undefined) return;
        for (const leg of this.#legsOf(dn, connId)) this.#tell(leg, notice);
      }
    }
  }

  #followText(event: CallEvent & { readonly name: 'EventPrivateInfo' }, dn: Dn, connId: ConnId): void {
    const { decision } = this.#context;
    const { extensions = {} } = event;
    if (event.privateMsgID === PrivateMsgId.DeliveryState) {
      const state = extensions['state'] as DeliveryState['state'];
      for (const leg of this.#legsOf(dn, connId)) {
        tellOutcome(this.#context, leg, event.messageID as MessageId | undefined, state);
      }
      return;
    }
    let body: string | undefined;
    if (event.privateMsgID === PrivateMsgId.Text) {
      const isWhisper = extensions['whisper'] === true;
      const im = `${markOfLate(extensions, decision.now)}${String(extensions['im'])}`;
      body = spokenText(decision, connId, { from: event.otherDN ?? '', im, isWhisper });
    } else if (event.privateMsgID === PrivateMsgId.Transcript) {
      body = earlierText(decision, connId, (extensions['transcript'] ?? []) as unknown as readonly TranscriptEntry[]);
    }
    if (body === undefined) return;
    const opened = this.#openLegs(event, dn, connId);
    for (const leg of [...this.#legsOf(dn, connId), ...opened]) {
      if (leg.id !== this.#writer) this.#tell(leg, body, event.messageID as MessageId | undefined);
    }
  }

  catchUp(dn: Dn): void {
    const { decision } = this.#context;
    for (const leg of inOrder(decision.state.endpointLegsByDn.get(dn))) {
      const binding = bindingOf(this.#context, leg);
      const isElsewhere = binding !== undefined && leg.inFlight !== null && leg.inFlight.flow.id !== binding.flow.id;
      sendNext(this.#context, isElsewhere ? takeBack(leg) : leg);
    }
    for (const call of decision.callsOnDn(dn)) {
      const party = call.parties.find((one) => one.dn === dn);
      if (party === undefined || party.state === 'dialing') continue;
      const customer = call.customer?.address ?? call.ani;
      const described = { name: 'EventRinging', thisDN: dn, otherDN: customer, userData: call.userData } as DnEvent;
      const texts = decision.transcripts
        .of(call.id)
        .filter((text) => text.heardBy === undefined || text.heardBy.includes(dn));
      const spoken = texts.map(({ from, im, heardBy }) => ({ from, im, isWhisper: heardBy !== undefined }));
      const said = earlierText(decision, call.id, spoken);
      for (const leg of this.#openLegs(described, dn, call.id)) {
        if (party.state === 'ringing') this.#ring(leg, previewOf(decision, call) ?? '');
        else if (said === undefined) sendNext(this.#context, leg);
        else this.#tell(leg, said);
      }
    }
  }

  /** New legs, not kept yet, for clients that do not have this chat. */
  #openLegs(event: DnEvent, dn: Dn, connId: ConnId): readonly EndpointLeg[] {
    const { decision } = this.#context;
    const present = this.#legsOf(dn, connId);
    const conversation = present[0]?.conversation ?? `${CONVERSATION_PREFIX}${connId}`;
    return endpointsOf(decision.state, dn, decision.now)
      .filter(({ id }) => present.every((leg) => leg.bindingId !== id))
      .map(({ id }) => ({
        id: `endpoint-${decision.random.hex(8)}`,
        dn,
        connId,
        bindingId: id,
        conversation,
        displayName: otherName(event),
        localTag: createTag(decision.random),
        carriage: this.#carriage(dn, previewIn(event)),
        inFlight: null,
        outbox: [],
        pausedUntil: null,
      }));
  }

  /** By the option `sip-chat-mode` of the DN. */
  #carriage(dn: Dn, subject: string): EndpointLeg['carriage'] {
    const options = this.#context.decision.configuration.findExtension(dn)?.options;
    if (options?.['sip-chat-mode'] !== 'session') return { kind: 'page' };
    return { kind: 'session', state: 'inviting', subject, invite: null, dialog: null, ack: null };
  }

  /** An INVITE rings by itself. */
  #ring(leg: EndpointLeg, preview: string): void {
    if (leg.carriage.kind === 'page') this.#tell(leg, ringText(this.#context.decision, leg.displayName, preview));
    else sendNext(this.#context, { ...leg, carriage: { ...leg.carriage, subject: preview } });
  }

  #legsOf(dn: Dn, connId: ConnId): readonly EndpointLeg[] {
    return inOrder(this.#context.decision.state.endpointLegsByParty.get(`${connId} ${dn}`));
  }

  #keep(leg: EndpointLeg): void {
    this.#context.decision.state.endpointLegs.put(leg);
  }

  #tell(leg: EndpointLeg, body: string, messageId?: MessageId): void {
    const id = messageId ?? (this.#context.decision.random.hex(12) as MessageId);
    sendNext(this.#context, enqueueText(this.#context, withoutComposing(leg), { messageId: id, body }));
  }

  /** The chat goes on in another call, under the address that the client knows. */
  #moveLegs(dn: Dn, from: ConnId, to: ConnId): void {
    const isThere = this.#legsOf(dn, to).length > 0;
    for (const leg of this.#legsOf(dn, from)) {
      if (isThere) sendNext(this.#context, { ...leg, connId: null });
      else this.#keep({ ...leg, connId: to });
    }
  }

  /** The party is gone: its clients are told, by BYE or CANCEL where there is a session, and get what is left. */
  #end(dn: Dn, connId: ConnId, notice: string | undefined): void {
    for (const leg of this.#legsOf(dn, connId)) {
      const ended: EndpointLeg = { ...leg, connId: null };
      if (leg.carriage.kind === 'page') {
        if (notice === undefined) sendNext(this.#context, ended);
        else this.#tell(ended, notice);
      } else if (leg.carriage.state === 'established') {
        sendNext(this.#context, { ...ended, outbox: [...leg.outbox, { kind: 'bye' }] });
      } else {
        cancelInvite(this.#context, leg);
        sendNext(this.#context, { ...ended, outbox: [] });
      }
    }
  }
}

function previewIn({ extensions }: DnEvent): string {
  const preview = extensions?.['preview'];
  return typeof preview === 'string' ? preview : '';
}

/** The same order in each run. */
export function inOrder(legs: readonly EndpointLeg[]): readonly EndpointLeg[] {
  return legs.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** The legs of a DN whose texts do not go by SIP any more are forgotten. */
export function forgetEndpointLegs(decision: Decision, dn: Dn): void {
  for (const leg of decision.state.endpointLegsByDn.get(dn)) {
    decision.state.endpointLegs.remove(leg.id);
    decision.cancelDeadline('legPause', leg.id);
    decision.cancelDeadline('legAbsence', leg.id);
  }
}

/** The mark of a text that has waited longer than its writer meant it to. */
function markOfLate(extensions: object, now: number): string {
  const { time = now, ...expiry } = extensions as Partial<TextExpiry> & { readonly time?: number };
  const { goodUntil } = expiry;
  return goodUntil === undefined || goodUntil > now ? '' : lateMark({ ...expiry, goodUntil }, time);
}
