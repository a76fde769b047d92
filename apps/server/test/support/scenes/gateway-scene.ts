import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { DeskChanges } from '@cordboard/shared/desk/desk-view';
import type { CloseStatistic, OpenStatistic } from '@cordboard/shared/statistics/stat-channel';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import { io, type Socket } from 'socket.io-client';
import { expect } from 'vitest';
import { silentLogger } from '../../../src/base/logger.ts';
import { Gateway } from '../../../src/edges/gateway/gateway.ts';
import type { GatewayLimits } from '../../../src/edges/gateway/sockets/gateway-limits.ts';
import { SystemClock } from '../../../src/edges/system/system-clock.ts';
import type { Session } from '../../../src/services/auth/session.ts';
import type { TlibService } from '../../../src/services/call-control/clients/tlib-service.ts';
import type { DeskService } from '../../../src/services/desktop/desk-channel/desk-service.ts';
import type { StatClient, StatService } from '../../../src/services/stat-server/stat-service.ts';
import type { DeskWatcher } from '../../../src/services/switch/effects/desk-watcher.ts';
import type { TlibClient } from '../../../src/services/switch/effects/tlib-client.ts';

/** Call control as the gateway sees it: says hello, answers each request with EventACK. */
export class FakeService implements TlibService {
  readonly clients: TlibClient[] = [];
  readonly resumedFrom: (number | undefined)[] = [];
  readonly requests: TRequest[] = [];
  readonly gone: string[] = [];
  onConnect: () => void = () => {};

  clientConnected(client: TlibClient, lastSequence: number | undefined): void {
    this.onConnect();
    this.clients.push(client);
    this.resumedFrom.push(lastSequence);
    client.send({ name: 'EventServerConnected', time: 1 });
  }

  clientDisconnected(client: TlibClient): void {
    this.gone.push(client.id);
  }

  receiveRequest(client: TlibClient, request: TRequest): void {
    this.requests.push(request);
    client.send({ name: 'EventACK', time: 2, referenceID: request.referenceID });
  }
}

/** The desk feed as the gateway sees it: shows each watcher a change that counts the watches. */
export class FakeDesk implements DeskService {
  readonly watchers: DeskWatcher[] = [];
  readonly gone: string[] = [];

  watch(watcher: DeskWatcher): void {
    this.watchers.push(watcher);
    watcher.show({ name: 'changes', changes: { time: this.watchers.length } });
  }

  leave(watcher: DeskWatcher): void {
    this.gone.push(watcher.id);
  }
}

/** The stat server as the gateway sees it: opens everything, with the value 7. */
export class FakeStatistics implements StatService {
  readonly asked: string[] = [];
  readonly clients: StatClient[] = [];
  readonly gone: string[] = [];

  open(client: StatClient, { referenceID, object, statType, profile, notification }: OpenStatistic): void {
    this.clients.push(client);
    this.asked.push(`open ${object.type} ${object.id} ${statType} ${profile.type} ${notification.mode}`);
    client.show({ name: 'opened', message: { referenceID, time: 1, value: 7 } });
  }

  close(client: StatClient, { referenceID }: CloseStatistic): void {
    this.asked.push(`close ${referenceID}`);
    client.show({ name: 'closed', message: { referenceID } });
  }

  leave(client: StatClient): void {
    this.gone.push(client.id);
  }
}

const roles: Readonly<Record<string, PersonRole>> = { maya: 'agent', router: 'application', admin: 'administrator' };
/** What a test has opened. */
const open: (() => Promise<void> | void)[] = [];

/** Closes what the test has opened. */
export async function closeAll(): Promise<void> {
  for (const close of open.splice(0).reverse()) await close();
}

/** A gateway on a free port of the loopback, with fakes behind it. */
export async function setUp(limits: Partial<GatewayLimits> = {}) {
  const server: Server = createServer();
  const service = new FakeService();
  const desk = new FakeDesk();
  const statistics = new FakeStatistics();
  const sessions = new Set(['maya', 'router', 'admin']);
  const counted: string[] = [];
  const state = { isOpen: true };
  const gateway = new Gateway({
    server,
    service,
    desk,
    statistics,
    limits,
    clock: new SystemClock(),
    logger: silentLogger,
    counters: {
      count: (name, labels) => counted.push(`${name} ${Object.values(labels ?? {}).join()}`),
      observe: () => {},
    },
    tokens: {
      authenticate: (token) => (sessions.has(token) ? sessionOf(token) : undefined),
      roleOf: (userName) => roles[userName],
      touch: (sessionId) => sessions.has(sessionId),
    },
    isOpen: () => state.isOpen,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    await gateway.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const connect = (auth: object, namespace = '/tlib') => new TestClient(`http://127.0.0.1:${port}${namespace}`, auth);
  return { server, service, desk, statistics, gateway, sessions, counted, state, port, connect };
}

function sessionOf(userName: string): Session {
  return { id: userName, userName, place: '1001', createdAt: 0, expiresAt: Number.MAX_SAFE_INTEGER };
}

/** A real socket.io client that keeps what it was told. */
export class TestClient {
  readonly events: TEvent[] = [];
  readonly changes: DeskChanges[] = [];
  /** What the stat server said, by name. */
  readonly said: { readonly name: string; readonly [attribute: string]: unknown }[] = [];
  readonly socket: Socket;
  refusal: unknown;
  endedBy: string | undefined;

  constructor(url: string, auth: object) {
    this.socket = io(url, { auth, transports: ['websocket'], reconnection: false, forceNew: true });
    this.socket.on('event', (event: TEvent) => this.events.push(event));
    this.socket.on('changes', (changes: DeskChanges) => this.changes.push(changes));
    for (const name of ['opened', 'closed', 'refused', 'values']) {
      this.socket.on(name, (message: object) => this.said.push({ name, ...message }));
    }
    this.socket.on('connect_error', (error) => {
      this.refusal = ('data' in error ? error.data : undefined) ?? error.message;
    });
    this.socket.on('disconnect', (reason) => {
      this.endedBy = reason;
    });
    open.push(() => {
      this.socket.close();
    });
  }

  async ready(): Promise<this> {
    await expect.poll(() => this.events.length).toBeGreaterThan(0);
    return this;
  }

  /** Emits `watch` and waits until that is answered. */
  async watching(): Promise<this> {
    this.socket.emit('watch');
    await expect.poll(() => this.changes.length).toBeGreaterThan(0);
    return this;
  }

  async answer(referenceID: number): Promise<TEvent | undefined> {
    const find = () => this.events.find((event) => event.referenceID === referenceID);
    await expect.poll(find).toBeDefined();
    return find();
  }

  request(request: unknown): void {
    this.socket.emit('request', request);
  }
}

export const query = (referenceID: number) => ({ name: 'TQueryServer', referenceID });
