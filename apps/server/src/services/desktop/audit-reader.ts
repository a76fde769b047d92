import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId } from '@cordboard/shared/ids';
import type { AuditPage, AuditQueryInput } from '@cordboard/shared/rest/endpoints';
import type { Clock } from '../../base/clock.ts';
import { fail, type Result, succeed } from '../../base/result.ts';
import type { AuditEntry } from '../../domain/call-model/supervision/audit-entry.ts';
import type { Configuration } from '../../domain/configuration/configuration.ts';
import type { Session } from '../auth/session.ts';
import type { RecordedAudit, RecordStore } from '../recorder/ports.ts';

const DAY_MS = 24 * 3600_000;
/** Longest span of one question: what is read has to be looked through. */
const SPAN_MAX_MS = 31 * DAY_MS;

/** Acts of supervision for those who may see them: administrators all of them, supervisors those about their agents. */
export class AuditReader {
  readonly #configuration: Configuration;
  readonly #store: Pick<RecordStore, 'readAudit'>;
  readonly #clock: Clock;

  constructor(parts: {
    readonly configuration: Configuration;
    readonly store: Pick<RecordStore, 'readAudit'>;
    readonly clock: Clock;
  }) {
    this.#configuration = parts.configuration;
    this.#store = parts.store;
    this.#clock = parts.clock;
  }

  async read(session: Session, query: AuditQueryInput): Promise<Result<AuditPage, Refusal>> {
    const { limit, connID, who } = query;
    const to = query.to ?? this.#clock.now() + 1;
    const from = query.from ?? Math.max(to - DAY_MS, 0);
    if (from > to) return fail(refuse('InvalidAttribute', 'from is later than to.'));
    if (to - from > SPAN_MAX_MS) return fail(refuse('InvalidAttribute', 'At most 31 days can be asked for at once.'));
    try {
      const found = await this.#store.readAudit({
        from,
        to,
        before: query.before ?? null,
        connId: connID === undefined ? null : (connID.toLowerCase() as ConnId),
        who: who ?? null,
        whom: this.#visibleTo(session),
        // One more tells whether there is a next page.
        limit: limit + 1,
      });
      const entries = found.slice(0, limit);
      const next = found.length > limit ? (entries.at(-1)?.number ?? null) : null;
      return succeed({ entries: entries.map(toEntry), next });
    } catch {
      return fail(refuse('StoreUnavailable'));
    }
  }

  /** Whose acts the person may see; null for everybody's. */
  #visibleTo({ userName }: Session): readonly string[] | null {
    const { file } = this.#configuration;
    if (this.#configuration.findPerson(userName)?.role === 'administrator') return null;
    return file.persons
      .map((person) => person.userName)
      .filter((other) => other !== userName && this.#configuration.supervises(userName, other));
  }
}

function toEntry({ number, time, body }: RecordedAudit): AuditPage['entries'][number] {
  return { number, time, ...(JSON.parse(body) as AuditEntry) };
}
