import { expect, test } from 'vitest';
import { DeskDirectory } from '../../../src/services/desktop/desk-channel/desk-directory.ts';
import {
  agentRow,
  groupRow,
  helpRequestRows,
  monitoringRows,
  queueRow,
} from '../../../src/services/desktop/desk-channel/desk-view.ts';
import { DeskClient } from '../../support/agents/desk-client.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SeededRandom } from '../../support/fakes/seeded-random.ts';

const AGENTS = ['1001', '1002', '1003'] as const;

/** What a viewer must see, built from the state as it is, past everything that is kept. */
function truth({ switchState: state }: ContactCentre, isSupervisor: boolean): object {
  const directory = new DeskDirectory(() => state.configuration);
  const supervises = (userName: string | undefined) =>
    isSupervisor && userName !== undefined && state.configuration.groupsOfPerson(userName).includes('ALL_Agents');
  const rows = {
    agents: directory.agentDns.map((dn) => agentRow(state, dn, supervises(agentRow(state, dn, false)?.userName))),
    groups: directory.groups.map((name) => groupRow(state, name, isSupervisor)),
    queues: directory.queues.map((name) => queueRow(state, directory, name)),
    helpRequests: helpRequestRows(state, supervises),
    monitorings: monitoringRows(state, supervises),
  };
  return JSON.parse(JSON.stringify(rows)) as object;
}

/** A shift at random: agents come, go and work, customers write, commits fail, the server crashes. */
class Shift {
  readonly centre: ContactCentre;
  readonly random: SeededRandom;
  readonly customers: readonly PageCustomer[];
  readonly watchers: readonly DeskClient[];
  readonly #agents = new Map<string, DesktopClient>();

  private constructor(centre: ContactCentre, seed: number, watchers: readonly DeskClient[]) {
    this.centre = centre;
    this.random = new SeededRandom(seed);
    this.watchers = watchers;
    this.customers = ['alice', 'bob', 'carol', 'dave'].map(
      (name) => new PageCustomer(centre, `sip:${name}@example.net`),
    );
  }

  static async begin(seed: number): Promise<Shift> {
    const centre = await ContactCentre.open();
    return new Shift(centre, seed, [await DeskClient.supervisor(centre), await DeskClient.watch(centre, '1005')]);
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.random.below(items.length)] as Item;
  }

  async act(): Promise<string> {
    const chance = this.random.below(100);
    if (chance < 30) {
      const { status } = await this.#pick(this.customers).say('A text.');
      return `customer writes: ${status}`;
    }
    if (chance < 34) {
      this.centre.store.failNext();
      return 'the next commit fails';
    }
    if (chance < 35) {
      await this.centre.crash();
      this.#agents.clear();
      for (const watcher of this.watchers) await watcher.watchAgain();
      return 'crash';
    }
    return this.#agentActs(this.#pick(AGENTS));
  }

  async #agentActs(dn: string): Promise<string> {
    const agent = this.#agents.get(dn);
    if (agent === undefined) {
      const connected = await DesktopClient.connect(this.centre, dn);
      this.#agents.set(dn, connected);
      await connected.logIn(dn);
      return `${dn} connects and logs in`;
    }
    if (this.random.below(20) === 0) {
      this.#agents.delete(dn);
      await agent.disconnect();
      return `${dn} is lost`;
    }
    const connID = this.centre.switchState.callsByDn.get(dn)[0]?.id ?? '0';
    const otherDN = this.#pick(AGENTS);
    const call = { thisDN: dn, connID };
    const [name, attributes] = this.#pick([
      ['TAgentLogin', { agentID: dn }],
      ['TAgentLogin', { agentID: dn }],
      ['TAgentSetReady', {}],
      ['TAgentSetReady', {}],
      ['TAgentSetReady', {}],
      ['TAgentSetNotReady', { reasons: { ReasonCode: 'Lunch' } }],
      ['TAgentLogout', {}],
      ['TAnswerCall', call],
      ['TAnswerCall', call],
      ['TAnswerCall', call],
      ['TAnswerCall', call],
      ['TPrivateService', { ...call, serviceID: 3001, extensions: { im: 'Hello.' } }],
      ['TPrivateService', { ...call, serviceID: 3003, extensions: { action: 'ask', im: 'Help.' } }],
      ['THoldCall', call],
      ['TRetrieveCall', call],
      ['TInitiateTransfer', { ...call, otherDN }],
      ['TReleaseCall', call],
    ] as const);
    const { name: answer } = await agent.request(name, { thisDN: dn, ...attributes });
    return `${dn} ${name}: ${answer}`;
  }
}

test.each([1, 2, 3, 4, 5, 6])('[DF13] [DF15] what the watchers see is what is, seed %i', async (seed) => {
  const shift = await Shift.begin(seed);
  const story: string[] = [];
  const seen = new Set<string>();
  for (let number = 0; number < 150; number += 1) {
    story.push(await shift.act());
    await shift.centre.pass(shift.random.below(4) * 0.1, 0.1);
    if (number % 3 !== 0) continue;
    await shift.centre.pass(1.5, 0.1);
    for (const { view, role } of shift.watchers) {
      const { time: _time, routingPoints: _points, ...shown } = view;
      expect(shown, story.slice(-6).join('\n')).toEqual(truth(shift.centre, role === 'supervisor'));
      for (const { state, calls } of view.agents)
        for (const one of [state, ...calls.map((c) => c.state)]) seen.add(one);
    }
  }
  // The shift was worth looking at.
  expect([...seen]).toEqual(expect.arrayContaining(['loggedOut', 'ready', 'notReady', 'reconnecting', 'established']));
});
