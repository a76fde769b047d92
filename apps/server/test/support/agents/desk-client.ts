import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type {
  DeskAgent,
  DeskCall,
  DeskChanges,
  DeskGroup,
  DeskQueue,
  DeskView,
} from '@cordboard/shared/desk/desk-view';
import type { DeskShow, DeskWatcher } from '../../../src/services/switch/effects/desk-watcher.ts';
import type { ContactCentre, Disconnectable } from '../centre/contact-centre.ts';

let watchers = 0;

/** A desktop's side of the desk channel, in memory: keeps the picture as a desktop does, and what made it. */
export class DeskClient implements DeskWatcher, Disconnectable {
  readonly id = `watcher-${++watchers}`;
  readonly userName: string;
  readonly role: PersonRole;
  readonly views: DeskView[] = [];
  readonly changes: DeskChanges[] = [];
  /** Server times at which changes came. */
  readonly changedAt: number[] = [];
  readonly #centre: ContactCentre;
  #view: DeskView | undefined;

  private constructor(centre: ContactCentre, userName: string, role: PersonRole) {
    this.#centre = centre;
    this.userName = userName;
    this.role = role;
  }

  /** Connects and watches. */
  static async watch(centre: ContactCentre, userName: string, role: PersonRole = 'agent'): Promise<DeskClient> {
    const client = new DeskClient(centre, userName, role);
    await client.watchAgain();
    // The pause after the views that were made before.
    await centre.pass(0.02, 0.02);
    return client;
  }

  /** Connects and watches; waits for nothing. */
  static submit(centre: ContactCentre, userName: string, role: PersonRole = 'agent'): DeskClient {
    const client = new DeskClient(centre, userName, role);
    centre.desktops.add(client);
    centre.world.desk.watch(client);
    return client;
  }

  static supervisor(centre: ContactCentre, userName = '2001'): Promise<DeskClient> {
    return DeskClient.watch(centre, userName, 'supervisor');
  }

  async watchAgain(): Promise<void> {
    this.#centre.desktops.add(this);
    this.#centre.world.desk.watch(this);
    await this.#centre.settle();
  }

  show(show: DeskShow): void {
    // As it would be after the wire.
    const sent = JSON.parse(JSON.stringify(show)) as DeskShow;
    if (sent.name === 'view') {
      this.views.push(sent.view);
      this.#view = sent.view;
      return;
    }
    if (this.#view === undefined) throw new Error('changes came before a view');
    this.changes.push(sent.changes);
    this.changedAt.push(this.#centre.clock.now());
    this.#view = applyChanges(this.#view, sent.changes);
  }

  leave(): void {
    this.#centre.desktops.delete(this);
    this.#centre.world.desk.leave(this);
  }

  connectionLost(): void {
    this.#view = undefined;
  }

  /** The picture as it is now; there must be one. */
  get view(): DeskView {
    if (this.#view === undefined) throw new Error(`${this.userName} has no view`);
    return this.#view;
  }

  agent(dn: string): DeskAgent {
    return required(this.view.agents.find((agent) => agent.dn === dn));
  }

  /** The only call on an agent's DN. */
  call(dn: string): DeskCall {
    const { calls } = this.agent(dn);
    if (calls.length !== 1) throw new Error(`${calls.length} calls on ${dn}`);
    return required(calls[0]);
  }

  group(name: string): DeskGroup {
    return required(this.view.groups.find((group) => group.name === name));
  }

  queue(name: string): DeskQueue {
    return required(this.view.queues.find((queue) => queue.name === name));
  }

  /** Forgets what came; the picture stays. */
  clear(): void {
    this.views.length = 0;
    this.changes.length = 0;
    this.changedAt.length = 0;
  }
}

function applyChanges(view: DeskView, changes: DeskChanges): DeskView {
  return {
    ...view,
    ...changes,
    agents: merge(view.agents, changes.agents, (agent) => agent.dn),
    groups: merge(view.groups, changes.groups, (group) => group.name),
    queues: merge(view.queues, changes.queues, (queue) => queue.name),
    routingPoints: merge(view.routingPoints, changes.routingPoints, (point) => point.number),
  };
}

function merge<Row>(rows: readonly Row[], changed: readonly Row[] = [], keyOf: (row: Row) => string): readonly Row[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  for (const row of changed) byKey.set(keyOf(row), row);
  return [...byKey.values()];
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('there is no such row');
  return value;
}
