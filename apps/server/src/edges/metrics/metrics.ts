import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { CounterName, Counters, HistogramName } from '../../base/counters.ts';
import { counterDefinitions, histogramDefinitions } from './metric-definitions.ts';

/** Values per label beyond which a new one is counted as `other`: label values may come from peers. */
const LABEL_VALUES_MAX = 60;

/** Numbers that are read when the monitoring asks, not counted. */
export interface MetricSources {
  readonly sockets: () => number;
  readonly deskWatchers: () => number;
  /** Open connections, by what they carry: `sip`, `http`. */
  readonly connections: () => Iterable<readonly [kind: string, count: number]>;
  readonly interactionsOpen: () => number;
  /** Waiting interactions by virtual queue. */
  readonly waiting: () => Iterable<readonly [virtualQueue: string, count: number]>;
  /** Agents by state: notReady, ready, afterCallWork. */
  readonly agents: () => Iterable<readonly [state: string, count: number]>;
  /** Contacts of accounts and DNs. */
  readonly bindings: () => number;
  /** 1 for each trunk whose peer is there, else 0. */
  readonly trunks: () => Iterable<readonly [number: string, isUp: number]>;
  readonly isStoreAvailable: () => boolean;
}

/** What was counted since the numbers were last read. */
interface Tally {
  readonly labels: Readonly<Record<string, string>>;
  amount: number;
}

/** The tallies of a counter by the values of its labels. */
class Tallies {
  readonly #labelNames: readonly string[];
  /** Of the counter's only label. */
  readonly #onlyLabel: string | undefined;
  readonly byValues = new Map<string, Tally>();

  constructor(labelNames: readonly string[]) {
    this.#labelNames = labelNames;
    this.#onlyLabel = labelNames.length === 1 ? labelNames[0] : undefined;
  }

  /** The labels as one string. */
  keyOf(labels: Readonly<Record<string, string>>): string {
    if (this.#onlyLabel !== undefined) return labels[this.#onlyLabel] ?? 'other';
    if (this.#labelNames.length === 0) return '';
    return JSON.stringify(this.#labelNames.map((label) => labels[label] ?? 'other'));
  }
}

const NO_LABELS: Readonly<Record<string, string>> = {};

/** All numbers of the server for Prometheus, under names that begin with `cordboard_`. */
export class Metrics implements Counters {
  readonly #registry = new Registry();
  readonly #counters = new Map<CounterName, Counter>();
  readonly #histograms = new Map<HistogramName, Histogram>();
  readonly #labelValues = new Map<string, Set<string>>();
  /** Several counters rise with each text: they are added up here, and handed on when somebody reads. */
  readonly #tallies = new Map<CounterName, Tallies>();

  constructor() {
    for (const [name, definition] of Object.entries(counterDefinitions)) {
      const { help, labelNames } = definition;
      const options = {
        name: `cordboard_${name}_total`,
        help,
        labelNames: [...labelNames],
        registers: [this.#registry],
      };
      this.#counters.set(name as CounterName, new Counter(options));
      this.#tallies.set(name as CounterName, new Tallies(labelNames));
    }
    for (const [name, { help, buckets }] of Object.entries(histogramDefinitions)) {
      const options = { name: `cordboard_${name}`, help, buckets: [...buckets], registers: [this.#registry] };
      this.#histograms.set(name as HistogramName, new Histogram(options));
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  read(): Promise<string> {
    for (const [name, tallies] of this.#tallies) {
      for (const tally of tallies.byValues.values()) {
        this.#counters.get(name)?.inc(tally.labels, tally.amount);
        tally.amount = 0;
      }
    }
    return this.#registry.metrics();
  }

  count(name: CounterName, labels: Readonly<Record<string, string>> = NO_LABELS, amount = 1): void {
    const tallies = this.#tallies.get(name);
    if (tallies === undefined) return;
    const known = tallies.byValues.get(tallies.keyOf(labels));
    if (known !== undefined) known.amount += amount;
    else this.#countFirst(tallies, this.#boundedLabels(name, labels), amount);
  }

  #countFirst(tallies: Tallies, labels: Readonly<Record<string, string>>, amount: number): void {
    const key = tallies.keyOf(labels);
    const known = tallies.byValues.get(key);
    if (known === undefined) tallies.byValues.set(key, { labels, amount });
    else known.amount += amount;
  }

  observe(name: HistogramName, value: number): void {
    this.#histograms.get(name)?.observe(value);
  }

  /** Lets go of everything that is read; the process' own observers live as long as it does, and would hold it. */
  close(): void {
    this.#registry.clear();
  }

  /** Event-loop lag, memory and CPU of the process. */
  observeProcess(): void {
    collectDefaultMetrics({ register: this.#registry, prefix: 'cordboard_' });
  }

  /** Adds the numbers that are read on demand. */
  observeSources(sources: MetricSources): void {
    this.#gauge('sockets', 'Connected T-Library clients.', sources.sockets);
    this.#gauge('desk_watchers', 'Clients that watch the desk channel.', sources.deskWatchers);
    this.#gauge('interactions_open', 'Interactions that have not ended.', sources.interactionsOpen);
    this.#gauge('bindings', 'Contacts at which accounts and DNs are registered over SIP.', sources.bindings);
    this.#gauge('store_available', '1 while the store takes commits.', () => (sources.isStoreAvailable() ? 1 : 0));
    this.#labelledGauge('interactions_waiting', 'Interactions waiting for an agent.', 'queue', sources.waiting);
    this.#labelledGauge('connections', 'Open connections, handshakes under way included.', 'kind', sources.connections);
    this.#labelledGauge('trunk_up', '1 while the peer of the trunk is there.', 'trunk', sources.trunks);
    this.#labelledGauge('agents', 'Agents logged in, by state.', 'state', sources.agents);
  }

  /** Adds totals that somebody else counts: what happened on which transport. */
  observeTransports(read: () => Iterable<readonly [what: string, transport: string, total: number]>): void {
    new Counter({
      name: 'cordboard_transport_total',
      help: 'Messages and connections on each transport: received, sent, refused, cut off, failed.',
      labelNames: ['what', 'transport'],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [what, transport, total] of read()) this.inc({ what, transport }, total);
      },
    });
  }

  #gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `cordboard_${name}`,
      help,
      registers: [this.#registry],
      collect() {
        this.set(read());
      },
    });
  }

  #labelledGauge(name: string, help: string, label: string, read: MetricSources['agents']): void {
    new Gauge({
      name: `cordboard_${name}`,
      help,
      labelNames: [label],
      registers: [this.#registry],
      collect() {
        this.reset();
        for (const [value, count] of read()) this.set({ [label]: value }, count);
      },
    });
  }

  /** Only the labels that the counter has; values beyond the bound become `other`. */
  #boundedLabels(name: CounterName, labels: Readonly<Record<string, string>>): Record<string, string> {
    const bounded: Record<string, string> = {};
    for (const label of counterDefinitions[name].labelNames) {
      bounded[label] = this.#boundedValue(`${name} ${label}`, labels[label] ?? 'other');
    }
    return bounded;
  }

  #boundedValue(label: string, value: string): string {
    const known = this.#labelValues.get(label);
    if (known === undefined) {
      this.#labelValues.set(label, new Set([value]));
      return value;
    }
    if (known.has(value)) return value;
    if (known.size >= LABEL_VALUES_MAX) return 'other';
    known.add(value);
    return value;
  }
}
