import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Result } from '../../base/result.ts';
import type { SipUri } from '../../protocols/sip/message/uri.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { Binding } from '../switch/rows/binding.ts';
import { type NameFinding, uriToLookUp } from './named-contacts.ts';

export interface NameKeeperOptions {
  readonly clock: Clock;
  /** Opens a way to a URI; it uses none that a contact may not lead to. */
  readonly open: (uri: SipUri) => Promise<Result<{ readonly flow: Flow }, string>>;
  readonly domains: () => readonly string[];
  readonly bindings: () => Iterable<Binding>;
  readonly found: (finding: NameFinding) => void;
}

const INTERVAL_MS = 2_000;
/** Names that are looked up at once; others wait for the next round. */
const OPEN_MAX = 10;

/** Looks up the names of registered contacts, once for each registration: never while a request waits for it. */
export class NameKeeper {
  readonly #options: NameKeeperOptions;
  /** For which registration each binding was looked up. */
  #asked = new Map<string, number>();
  #openCount = 0;
  #stopTimer: StopTimer = () => {};

  constructor(options: NameKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopTimer = this.#options.clock.startTimer(INTERVAL_MS, () => {
      this.#round();
      this.start();
    });
  }

  stop(): void {
    this.#stopTimer();
  }

  #round(): void {
    const domains = this.#options.domains();
    if (domains.length === 0) return;
    const asked = new Map<string, number>();
    for (const binding of this.#options.bindings()) {
      const uri = uriToLookUp(binding, domains);
      if (uri === undefined) continue;
      const { id, refreshedAt } = binding;
      const before = this.#asked.get(id);
      if (before === refreshedAt || this.#openCount >= OPEN_MAX) {
        if (before !== undefined) asked.set(id, before);
        continue;
      }
      asked.set(id, refreshedAt);
      void this.#lookUp(uri, id, refreshedAt);
    }
    this.#asked = asked;
  }

  async #lookUp(uri: SipUri, bindingId: string, refreshedAt: number): Promise<void> {
    this.#openCount += 1;
    const way = await this.#options.open(uri);
    this.#openCount -= 1;
    this.#options.found({ bindingId, refreshedAt, flow: way.ok ? way.value.flow : undefined });
  }
}
