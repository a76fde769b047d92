import type { Dn } from '@cordboard/shared/ids';
import type { InteractionReport, OneInteraction, SimulatedStep } from '@cordboard/shared/routing/simulation';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { SeededRandom } from '../../base/seeded-random.ts';
import type { RouteRequest } from '../../domain/routing/requests/route-request.ts';
import { drawMs } from './draw.ts';
import { InteractionBook } from './interaction-book.ts';
import { fromArrivalOn } from './load.ts';
import { SimulatedAgents } from './simulated-agents.ts';
import { type RunEnd, SimulatedCentre, type SimulationLimits } from './simulated-centre.ts';
import { SimulatedCustomers } from './simulated-customers.ts';
import type { SimulatedSetting } from './simulated-world.ts';

/** What happens in the same moment is told in this order. */
const ORDER: readonly SimulatedStep['kind'][] = ['customer', 'block', 'system', 'queue', 'agent', 'end'];

export interface SimulatedInteraction {
  readonly report: InteractionReport;
  readonly end: RunEnd;
  readonly simulatedSeconds: number;
  readonly failures: readonly string[];
}

/** One interaction from its arrival to the answer, to its end, or until the customer has waited long enough. */
export async function runInteraction(
  setting: SimulatedSetting,
  request: OneInteraction,
  { from, limits }: { readonly from: number; readonly limits: SimulationLimits },
): Promise<SimulatedInteraction> {
  const readyBefore = Math.max(0, ...setting.agents.map(({ readyForMs }) => readyForMs));
  const centre = new SimulatedCentre({ ...setting, startsAt: from - readyBefore, seed: request.seed });
  const { clock } = centre;
  const answering = new SeededRandom(request.seed);
  const agents = new SimulatedAgents(centre, setting.agents, {
    answerAfterMs: () => drawMs(answering, request.answer),
    handlingMsOf: () => undefined,
  });
  const book = new InteractionBook({ now: () => clock.now(), isAgent: (dn) => agents.has(dn), keepsDecisions: true });
  centre.observe(book);
  const story = new Story(centre, from, request.customer);
  centre.observe(story);
  const customers = new SimulatedCustomers(centre, book, [
    {
      atMs: 0,
      routingPoint: setting.routingPoint,
      address: request.customer,
      userData: request.userData,
      texts: fromArrivalOn(request.texts),
      handlingMs: 0,
      patienceMs: request.waitAtMostSeconds * 1000,
    },
  ]);
  await centre.start();
  agents.begin(from, setting.routingPoint);
  customers.begin(from);
  const interaction = () => book.interactions[0];
  const isOver = () => interaction() !== undefined && (interaction()?.answeredAt !== null || book.openCount === 0);
  const end = await centre.run(from + request.waitAtMostSeconds * 1000 + 1, limits, isOver);
  const booked = interaction();
  const agent = setting.agents.find(({ dn }) => dn === booked?.answeredOn);
  const waitedUntil = booked?.answeredAt ?? booked?.endedAt ?? clock.now();
  const outcome = booked?.answeredAt != null ? 'answered' : booked?.endedBy === 'customer' ? 'abandoned' : 'ended';
  return {
    report: {
      outcome,
      agentID: agent?.agentId ?? null,
      waitSeconds: (waitedUntil - from) / 1000,
      ...story.run,
      decisions: book.decisions.filter(({ connId }) => connId === story.connId).map(({ record }) => record),
      steps: story.told(),
    },
    end,
    simulatedSeconds: (clock.now() - from) / 1000,
    failures: centre.failures,
  };
}

/** What the strategy does with the one interaction, as it goes. Chats from before have no route request. */
class Story {
  readonly #centre: SimulatedCentre;
  readonly #from: number;
  readonly #customer: string;
  readonly #steps: SimulatedStep[] = [];
  readonly #path: string[] = [];
  #connId: string | undefined;
  #pathBefore = 0;
  #variables: InteractionReport['variables'] = {};
  #userData: InteractionReport['userData'] = {};

  constructor(centre: SimulatedCentre, from: number, customer: string) {
    this.#customer = customer;
    this.#centre = centre;
    this.#from = from;
    const { routeRequests } = centre.callControl.state;
    // An index is told of every state within a decision, of those too that the record never sees.
    routeRequests.addIndex({ replace: (before, after) => this.#moved(before, after) });
  }

  get connId(): string | undefined {
    return this.#connId;
  }

  get run(): Pick<InteractionReport, 'path' | 'variables' | 'userData'> {
    return { path: this.#path, variables: this.#variables, userData: this.#userData };
  }

  told(): SimulatedStep[] {
    const rank = (step: SimulatedStep) => ORDER.indexOf(step.kind);
    return this.#steps.toSorted((one, other) => one.seconds - other.seconds || rank(one) - rank(other));
  }

  event(event: DnEvent): void {
    if (!('connID' in event) || event.connID === undefined || event.connID !== this.#connId) return;
    if ('userData' in event && event.userData !== undefined) this.#userData = event.userData;
    switch (event.name) {
      case 'EventUserEvent': {
        const { im } = (event.extensions ?? {}) as { readonly im?: string };
        this.#tell(event.otherDN === this.#customer ? 'customer' : 'system', im ?? '');
        return;
      }
      case 'EventQueued':
        this.#tell('queue', `enters ${event.thisDN}`);
        return;
      case 'EventDiverted':
        this.#tell('queue', `leaves ${event.thisDN} for ${this.#nameOf((event.thirdPartyDN ?? event.otherDN) as Dn)}`);
        return;
      case 'EventRinging':
        this.#tell('agent', `rings at ${this.#nameOf(event.thisDN)}`);
        return;
      case 'EventEstablished':
        this.#tell('agent', `${this.#nameOf(event.thisDN)} answers`);
        return;
      case 'EventRouteUsed':
        this.#tell('queue', `routed to ${this.#nameOf((event.thirdPartyDN ?? event.otherDN) as Dn)}`);
        return;
      case 'EventAbandoned':
        this.#tell('end', `abandoned on ${event.thisDN}`);
        return;
    }
  }

  document({ kind, connId, body }: { readonly kind: string; readonly connId: string; readonly body: string }): void {
    if (connId !== this.#connId) return;
    if (kind === 'interaction') {
      const { endedBy, userData } = JSON.parse(body) as {
        readonly endedBy: string;
        readonly userData: InteractionReport['userData'];
      };
      this.#userData = userData;
      this.#tell('end', endedBy === 'customer' ? 'the customer leaves' : 'the strategy ends it');
    }
    if (kind === 'decision') {
      const { failure } = JSON.parse(body) as {
        readonly failure?: { readonly block: string; readonly detail: string };
      };
      if (failure !== undefined) this.#tell('end', `block ${failure.block} cannot go on: ${failure.detail}`);
    }
  }

  #moved(before: RouteRequest | undefined, after: RouteRequest | undefined): void {
    if (after === undefined) return;
    this.#connId ??= after.id;
    if (after.id !== this.#connId) return;
    if (before === undefined) this.#pathBefore = this.#path.length;
    const further = after.path.slice(this.#path.length - this.#pathBefore);
    this.#path.push(...further);
    for (const block of further) this.#tell('block', block);
    this.#variables = after.run.variables;
  }

  #tell(kind: SimulatedStep['kind'], what: string): void {
    this.#steps.push({ seconds: (this.#centre.clock.now() - this.#from) / 1000, kind, what });
  }

  /** `1001 (Maya Ross)`. */
  #nameOf(dn: Dn): string {
    const { configuration } = this.#centre.callControl.state;
    const place = configuration.placeOfDn(dn);
    const person = place === undefined ? undefined : configuration.personOfPlace(place.name);
    const name = person === undefined ? '' : `${person.firstName} ${person.lastName}`.trim();
    return name === '' ? dn : `${dn} (${name})`;
  }
}
