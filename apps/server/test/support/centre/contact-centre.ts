import type { DnEvent } from '@cordboard/shared/tlib/events';
import { afterEach, expect } from 'vitest';
import type { Logger } from '../../../src/base/logger.ts';
import type { Configuration } from '../../../src/domain/configuration/configuration.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import type { ChatBounds } from '../../../src/services/admission/chats/chat-bounds.ts';
import type { RecordBatch } from '../../../src/services/recorder/ports.ts';
import { allEventsOf } from '../../../src/services/recorder/told-text.ts';
import type { WayOpener } from '../../../src/services/trunks/trunk-keeper.ts';
import { EventLogReader } from '../event-log/event-log-reader.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { MemoryRecordStore } from '../fakes/memory-record-store.ts';
import { MsrpNetwork } from '../fakes/msrp-network.ts';
import { TestWorld } from './test-world.ts';

export interface ContactCentreOptions {
  readonly configuration?: Configuration;
  /** Commits wait for `store.flush()`. */
  readonly manualStore?: boolean;
  /** Ways to trunks. */
  readonly ways?: WayOpener;
  readonly logger?: Logger;
  /** How many chats may be open; no bound without it. */
  readonly chatBounds?: ChatBounds;
  /** The tenant's rate, for new chats; no limit without it. */
  readonly requestsPerSecond?: number;
}

/** Something at the other end of a flow. */
export interface FlowPeer {
  receive(bytes: Buffer, flow: Flow): void;
}

interface Packet {
  readonly bytes: Buffer;
  readonly flow: Flow;
  readonly to: 'server' | 'peer';
}

/** A desktop that a crash disconnects. */
export interface Disconnectable {
  connectionLost(): void;
}

const opened: ContactCentre[] = [];

/** Whatever a scenario was about: all that its DNs have seen is in the grammar of events. */
afterEach(() => {
  for (const { grammar } of opened.splice(0)) expect(grammar.problems).toEqual([]);
});

/**
 * A switch, its customers' network and its desktops, all in memory on one virtual clock. It survives a crash of the
 * switch: `crash` leaves the record and the customers, and starts a new switch from the record.
 */
export class ContactCentre {
  readonly clock = new FakeClock();
  world: TestWorld;
  /** Desktops that are connected. */
  readonly desktops = new Set<Disconnectable>();
  /** Reads each event as it is stored. */
  readonly grammar = new EventLogReader();
  readonly #configuration: Configuration | undefined;
  readonly #options: ContactCentreOptions;
  readonly #peers = new Map<string, FlowPeer>();
  readonly #openStreams = new Set<string>();
  /** MSRP connections. */
  readonly msrp = new MsrpNetwork(() => this.world.msrp);
  #packets: Packet[] = [];
  #seed = 1;
  #flows = 0;

  private constructor(options: ContactCentreOptions) {
    this.#configuration = options.configuration;
    this.#options = options;
    const kept = (batch: RecordBatch) => {
      for (const { body } of allEventsOf(batch)) this.grammar.read(JSON.parse(body) as DnEvent);
      this.grammar.balance();
    };
    this.world = this.#createWorld(new MemoryRecordStore({ manual: options.manualStore === true, kept }));
  }

  static async open(options: ContactCentreOptions = {}): Promise<ContactCentre> {
    const centre = new ContactCentre(options);
    opened.push(centre);
    await centre.world.start();
    return centre;
  }

  get store(): MemoryRecordStore {
    return this.world.store;
  }

  get switchState() {
    return this.world.callControl.state;
  }

  /** A new way to the server, with `peer` at its other end. */
  openFlow(transport: Flow['transport'], peer: FlowPeer, remoteAddress = '198.51.100.7'): Flow {
    this.#flows += 1;
    const remotePort = 40_000 + this.#flows;
    const id = transport === 'UDP' ? `udp:${remoteAddress}:${remotePort}` : `${transport.toLowerCase()}:${this.#flows}`;
    const flow: Flow = { id, transport, remoteAddress, remotePort };
    this.#peers.set(id, peer);
    if (transport !== 'UDP') this.#openStreams.add(id);
    return flow;
  }

  /** The connection breaks; what was on its way is lost. */
  cut(flow: Flow): void {
    this.#openStreams.delete(flow.id);
    this.#packets = this.#packets.filter((packet) => packet.flow.id !== flow.id);
    this.world.userAgent.flowClosed(flow);
  }

  /** Hands bytes of a customer to the network. */
  send(flow: Flow, bytes: Buffer): void {
    this.#packets.push({ bytes, flow, to: 'server' });
  }

  /** Lets everything that can happen now happen. */
  async settle(): Promise<void> {
    for (;;) {
      await allMicrotasks();
      const packets = this.#packets;
      this.#packets = [];
      for (const { bytes, flow, to } of packets) {
        if (!this.#isOpen(flow)) continue;
        if (to === 'server') this.world.userAgent.receiveMessage(bytes, flow);
        else this.#peers.get(flow.id)?.receive(bytes, flow);
      }
      const hasDelivered = this.msrp.deliver();
      if (packets.length === 0 && !hasDelivered) return;
    }
  }

  /** Lets time pass in steps, with everything settled in between. */
  async pass(seconds: number, stepSeconds = 0.5): Promise<void> {
    await this.settle();
    for (let leftMs = seconds * 1000; leftMs > 0; leftMs -= stepSeconds * 1000) {
      this.clock.advance(Math.min(stepSeconds * 1000, leftMs));
      await this.settle();
    }
  }

  /** `kill -9`: all that was not stored is lost, connections break. Nothing runs until `restart`. */
  kill(underWay: 'lost' | 'kept' = 'lost'): void {
    const store = this.world.store.crash(underWay);
    // Its timers are still in the clock.
    this.world.desk.close();
    this.world.statServer.abandon();
    this.world.trunks.stop();
    this.#packets = [];
    this.#openStreams.clear();
    this.msrp.cutAll();
    for (const desktop of this.desktops) desktop.connectionLost();
    this.desktops.clear();
    this.world = this.#createWorld(store);
  }

  restart(): Promise<void> {
    return this.world.start();
  }

  async crash(underWay: 'lost' | 'kept' = 'lost'): Promise<void> {
    this.kill(underWay);
    await this.restart();
    await this.settle();
  }

  #isOpen(flow: Flow): boolean {
    return flow.transport === 'UDP' || this.#openStreams.has(flow.id);
  }

  #createWorld(store: MemoryRecordStore): TestWorld {
    const { ways, logger, chatBounds, requestsPerSecond } = this.#options;
    const world: TestWorld = new TestWorld({
      clock: this.clock,
      store,
      seed: this.#seed++,
      ...(this.#configuration === undefined ? {} : { configuration: this.#configuration }),
      onSend: (flow, bytes) => {
        // A switch that was killed sends nothing any more, though its timers are still in the clock.
        if (world !== this.world || !this.#isOpen(flow)) return false;
        this.#packets.push({ bytes, flow, to: 'peer' });
        return true;
      },
      isOpen: (flow) => this.#isOpen(flow),
      ...(ways === undefined ? {} : { ways }),
      ...(logger === undefined ? {} : { logger }),
      ...(chatBounds === undefined ? {} : { chatBounds }),
      ...(requestsPerSecond === undefined ? {} : { requestsPerSecond }),
      msrp: {
        send: (connection, bytes) => world === this.world && this.msrp.send(connection, bytes),
        end: (connection) => {
          if (world === this.world) this.msrp.end(connection);
        },
        connect: (target, opened) => this.msrp.connect(target, opened),
      },
    });
    return world;
  }
}

/** Everything that needs no time is done after this. */
function allMicrotasks(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
