import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import type {
  DecisionRecord,
  DesktopSettings,
  PersonView,
  PlaceView,
  SipEndpointView,
  UnfinishedInteraction,
} from '@cordboard/shared/rest/endpoints';
import { TEXT_BYTES_MAX } from '@cordboard/shared/tlib/requests';
import { required } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import { fail, type Result, succeed } from '../../base/result.ts';
import { WRAP_UPS_KEPT_MS, type WrapUp, wrapUpId } from '../../domain/call-model/calls/wrap-up.ts';
import { maximumFor } from '../../domain/capacity/maximum-for.ts';
import { NO_OCCUPANCY } from '../../domain/capacity/occupancy.ts';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import type { Session } from '../auth/session.ts';
import type { CallControl } from '../call-control/call-control.ts';
import type { RecordedDocument, RecordStore } from '../recorder/ports.ts';
import { hasSipChat } from '../switch/endpoints-of.ts';

/** The part of an interaction's summary that says whose it was. */
interface InteractionSummary {
  readonly parties: readonly { readonly dn: string }[];
}

/** What the desktop reads and writes besides T-Library: settings, routing decisions, wrap-up notes. */
export class Desktop {
  readonly #callControl: CallControl;
  readonly #store: RecordStore;
  readonly #clock: Clock;
  readonly #sipDomain: string;

  constructor(parts: {
    readonly callControl: CallControl;
    readonly store: RecordStore;
    readonly clock: Clock;
    readonly sipDomain: string;
  }) {
    this.#callControl = parts.callControl;
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#sipDomain = parts.sipDomain;
  }

  get #configuration(): Configuration {
    return this.#callControl.state.configuration;
  }

  sessionView(session: Session): { readonly person: PersonView; readonly place: PlaceView | null } {
    const person = required(this.#configuration.findPerson(session.userName), 'person of a session');
    const agentLogins = person.agentLogins.flatMap((id) => {
      const login = this.#configuration.findAgentLogin(id);
      return login === undefined ? [] : [{ id: login.id, code: login.code }];
    });
    const { userName, firstName, lastName, role } = person;
    return {
      person: { userName, firstName, lastName, role, agentLogins },
      place: session.place === null ? null : this.#placeView(session.place),
    };
  }

  /** With what the desk registers for the first DN of its place whose texts go by SIP. */
  sipEndpointOf(session: Session): Result<SipEndpointView, Refusal> {
    const { state } = this.#callControl;
    const place = session.place === null ? undefined : this.#configuration.findPlace(session.place);
    for (const number of (place?.directoryNumbers ?? []) as readonly Dn[]) {
      const digest = this.#configuration.findExtension(number)?.digest;
      if (digest !== undefined && hasSipChat(state, number))
        return succeed({ dn: number, domain: this.#sipDomain, ha1: digest.md5 });
    }
    return fail(refuse('UnknownDN', 'No DN of this place has a SIP client.'));
  }

  settingsFor(session: Session): DesktopSettings {
    const configuration = this.#configuration;
    const { options, name } = configuration.tenant;
    const rule = configuration.capacityRuleFor(session.userName, session.place);
    return {
      tenant: name,
      places: configuration.places().map((place) => this.#placeView(place.name)),
      queues: [...configuration.queues()],
      notReadyReasons: options['not-ready-reasons'],
      agentWaitIntervalSeconds: options['agent-wait-interval'],
      customerWaitIntervalSeconds: options['customer-wait-interval'],
      serviceObjectiveSeconds: options['service-objective'],
      autoSpellCheck: options['auto-spell-check'],
      chatMax: maximumFor(rule, NO_OCCUPANCY, 'chat'),
      voiceMax: maximumFor(rule, NO_OCCUPANCY, 'voice'),
      waiting: configuration.virtualQueues().map((virtualQueue) => ({
        virtualQueue,
        waiting: this.#callControl.state.virtualQueues.waiting(virtualQueue),
      })),
      textBytesMax: TEXT_BYTES_MAX,
      supervisorVisible: options['supervisor-visible'],
    };
  }

  async decisionsOf(session: Session, connId: ConnId): Promise<Result<readonly DecisionRecord[], Refusal>> {
    if (!(await this.#isOf(session, connId))) return fail(refuse('UnknownCall'));
    const documents = await this.#store.readDocuments('decision', connId);
    return succeed(documents.map((document) => JSON.parse(document.body) as DecisionRecord));
  }

  async readNote(session: Session, connId: ConnId): Promise<Result<string, Refusal>> {
    if (!(await this.#isOf(session, connId))) return fail(refuse('UnknownCall'));
    const latest = (await this.#store.readDocuments('note', connId)).at(-1);
    return succeed(latest === undefined ? '' : (JSON.parse(latest.body) as { note: string }).note);
  }

  async writeNote(session: Session, connId: ConnId, note: string): Promise<Result<void, Refusal>> {
    if (!(await this.#isOf(session, connId))) return fail(refuse('UnknownCall'));
    try {
      await this.#callControl.recordDocument('note', connId, { note, userName: session.userName });
      return succeed(undefined);
    } catch {
      return fail(refuse('StoreUnavailable'));
    }
  }

  unfinishedOf(session: Session): readonly UnfinishedInteraction[] {
    const { calls } = this.#callControl.state;
    return this.#wrapUpsOf(session)
      .filter(({ connID, dn }) => calls.get(connID)?.parties.some((party) => party.dn === dn) !== true)
      .map(({ id: _id, userName: _userName, ...unfinished }) => unfinished)
      .toSorted((one, other) => other.endedAt - one.endedAt);
  }

  async finish(session: Session, connId: ConnId): Promise<Result<void, Refusal>> {
    const found = this.#wrapUpsOf(session).filter(({ connID }) => connID === connId);
    if (found.length === 0)
      return (await this.#isOf(session, connId)) ? succeed(undefined) : fail(refuse('UnknownCall'));
    try {
      await this.#callControl.record(() => {
        for (const { id } of found) this.#callControl.state.wrapUps.remove(id);
      });
      return succeed(undefined);
    } catch {
      return fail(refuse('StoreUnavailable'));
    }
  }

  /** What the person has not finished on the DNs of the session's place. */
  #wrapUpsOf({ place, userName }: Session): readonly WrapUp[] {
    if (place === null) return [];
    const dns = this.#configuration.findPlace(place)?.directoryNumbers ?? [];
    const oldest = this.#clock.now() - WRAP_UPS_KEPT_MS;
    return dns
      .flatMap((dn) => this.#callControl.state.wrapUpsByDn.get(dn))
      .filter((wrapUp) => wrapUp.userName === userName && wrapUp.endedAt > oldest);
  }

  /** Whether somebody at the session's place is or was a party of the interaction. */
  async #isOf(session: Session, connId: ConnId): Promise<boolean> {
    if (session.place === null) return false;
    const dns = this.#configuration.findPlace(session.place)?.directoryNumbers ?? [];
    const live = this.#callControl.state.calls.get(connId);
    if (live?.parties.some((party) => dns.includes(party.dn)) === true) return true;
    if (dns.some((dn) => this.#callControl.state.wrapUps.get(wrapUpId(connId, dn as Dn)) !== undefined)) return true;
    const summaries = await this.#store.readDocuments('interaction', connId);
    return summaries.some((document: RecordedDocument) =>
      (JSON.parse(document.body) as InteractionSummary).parties.some((party) => dns.includes(party.dn)),
    );
  }

  #placeView(name: string): PlaceView {
    const place = required(this.#configuration.findPlace(name), `place ${name}`);
    const directoryNumbers = place.directoryNumbers.flatMap((number) => {
      const dn = this.#configuration.findExtension(number as Dn);
      if (dn === undefined) return [];
      const { multimedia, voice } = dn.options;
      return [{ number, im: multimedia, voice, 'sip-signaling-chat': dn.options['sip-signaling-chat'] }];
    });
    return { name, directoryNumbers };
  }
}
