import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownEndpoint, ownInstanceId } from './own-endpoint.ts';
import { type EndpointStatus, type Line, SipEndpoint } from './sip-endpoint.ts';
import { SipLine, type SipLineListener, type SipLineOptions } from './sip-line.ts';

const OPTIONS: SipLineOptions = {
  dn: '1005',
  domain: 'contact.example',
  ha1: '0123456789abcdef0123456789abcdef',
  instanceId: '00000000-0000-4000-8000-000000000001',
  url: 'ws://contact.example/sip',
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function endpointOnFakeLine() {
  const calls: string[] = [];
  const statuses: EndpointStatus[] = [];
  let listener: SipLineListener | undefined;
  const note = (call: string) => () => void calls.push(call);
  const line: Line = {
    openFlow: note('open'),
    closeFlow: note('close flow'),
    probeFlow: note('probe'),
    register: note('register'),
    close: async () => void calls.push('close'),
  };
  const endpoint = new SipEndpoint(
    OPTIONS,
    (status) => statuses.push(status),
    (_options, given) => {
      listener = given;
      return line;
    },
  );
  endpoint.start();
  if (listener === undefined) throw new Error('no line');
  return { endpoint, calls, statuses, listener };
}

describe('the supervisor of the SIP client of the desk', () => {
  it('[SE16] opens a socket, registers on it, and says so', () => {
    const { calls, statuses, listener } = endpointOnFakeLine();
    listener.flowOpened();
    listener.registered();
    expect(calls).toEqual(['open', 'register']);
    expect(statuses).toEqual(['connecting', 'connecting', 'registered']);
  });

  it('[SE16] a lost socket is opened again after a growing pause, and at once when the network is back', () => {
    const { calls, statuses, listener } = endpointOnFakeLine();
    listener.flowOpened();
    listener.registered();
    listener.flowClosed();
    expect(statuses.at(-1)).toBe('interrupted');
    vi.advanceTimersByTime(2_000);
    expect(calls.filter((call) => call === 'open')).toHaveLength(2);
    listener.flowClosed();
    window.dispatchEvent(new Event('online'));
    expect(calls.filter((call) => call === 'open')).toHaveLength(3);
  });

  it('[SE16] a refresh that fails takes another socket; a refused password is tried once a minute', () => {
    const { calls, statuses, listener } = endpointOnFakeLine();
    listener.flowOpened();
    listener.registered();
    listener.registerRefused(408);
    expect(calls).toEqual(['open', 'register', 'close flow']);
    vi.advanceTimersByTime(2_000);
    listener.flowOpened();
    listener.registerRefused(403);
    expect(statuses.at(-1)).toBe('refused');
    vi.advanceTimersByTime(59_000);
    expect(calls.filter((call) => call === 'register')).toHaveLength(2);
    vi.advanceTimersByTime(1_000);
    expect(calls.filter((call) => call === 'register')).toHaveLength(3);
    listener.registered();
    expect(statuses.at(-1)).toBe('registered');
  });

  it('[SE16] stopped it takes its registration back and does nothing more', async () => {
    const { endpoint, calls, statuses, listener } = endpointOnFakeLine();
    listener.flowOpened();
    listener.registered();
    await endpoint.stop();
    window.dispatchEvent(new Event('online'));
    vi.advanceTimersByTime(60_000);
    expect(calls).toEqual(['open', 'register', 'close', 'close flow']);
    expect(statuses.at(-1)).toBe('off');
  });
});

/** Locks as a browser has them: one holder, the others wait in a row. */
class FakeLocks {
  #last: Promise<unknown> = Promise.resolve();

  request(_name: string, options: { signal: AbortSignal }, run: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(() => (options.signal.aborted ? undefined : run()));
    this.#last = turn;
    return turn;
  }
}

describe('tabs of one browser', () => {
  it('[SE16] one runs the client, the next goes on when that ends', async () => {
    vi.useRealTimers();
    vi.stubGlobal('navigator', { locks: new FakeLocks() });
    const started: string[] = [];
    const open = (tab: string) => {
      const statuses: EndpointStatus[] = [];
      const end = ownEndpoint(
        OPTIONS,
        (status) => statuses.push(status),
        (_options, report) => ({
          start: () => {
            started.push(tab);
            report('registered');
          },
          stop: async () => {},
        }),
      );
      return { end, statuses };
    };
    const first = open('first');
    const second = open('second');
    await vi.waitFor(() => expect(started).toEqual(['first']));
    expect(second.statuses).toEqual(['elsewhere']);
    first.end();
    await vi.waitFor(() => expect(started).toEqual(['first', 'second']));
    expect(second.statuses).toEqual(['elsewhere', 'registered']);
    expect(first.statuses.at(-1)).toBe('off');
    second.end();
    vi.unstubAllGlobals();
  });

  it('[SE16] the browser is the same client after a reload', () => {
    expect(ownInstanceId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ownInstanceId()).toBe(ownInstanceId());
  });
});

/** The other end of a WebSocket: answers REGISTERs, the first by a challenge. */
function fakeRegistrar() {
  const received: string[] = [];
  let toClient: ((raw: string) => void) | undefined;
  const later = (run: () => void) => setTimeout(run, 0);
  const answer = (raw: string, status: string, more: readonly string[]) => {
    const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(raw)?.[1] ?? '';
    const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${line(name)}`);
    const to = `To: ${line('To')}${line('To').includes('tag=') ? '' : ';tag=server'}`;
    toClient?.([`SIP/2.0 ${status}`, ...copied, to, ...more, 'Content-Length: 0', '', ''].join('\r\n'));
  };
  const createSocket = () => {
    const socket = {
      binaryType: 'blob',
      onopen: null as (() => void) | null,
      onmessage: null as ((event: { data: string }) => void) | null,
      onclose: null as (() => void) | null,
      send: (raw: string) => {
        received.push(raw);
        if (!raw.startsWith('REGISTER')) return;
        if (/^Authorization:/im.test(raw)) {
          const contact = /^Contact: (.*)$/im.exec(raw)?.[1] ?? '';
          later(() => answer(raw, '200 OK', [`Contact: ${contact}`]));
        } else
          later(() =>
            answer(raw, '401 Unauthorized', [
              'WWW-Authenticate: Digest realm="contact.example",nonce="n1",algorithm=MD5,qop="auth"',
            ]),
          );
      },
      close: () => {},
    };
    toClient = (raw) => socket.onmessage?.({ data: raw });
    later(() => socket.onopen?.());
    return socket as unknown as WebSocket;
  };
  return { createSocket, received, push: (raw: string) => toClient?.(raw) };
}

describe('the line', () => {
  it('[SE16] registers with the hash of the password and its own name, and takes every text', async () => {
    vi.useRealTimers();
    const registrar = fakeRegistrar();
    const registered = vi.fn();
    const line = new SipLine(
      { ...OPTIONS, createSocket: registrar.createSocket },
      { flowOpened: () => line.register(), flowClosed: () => {}, registered, registerRefused: () => {} },
    );
    line.openFlow();
    await vi.waitFor(() => expect(registered).toHaveBeenCalledOnce());
    const [, register = ''] = registrar.received;
    expect(register).toContain('REGISTER sip:contact.example SIP/2.0');
    expect(register).toContain('username="1005"');
    expect(register).toContain(`+sip.instance="<urn:uuid:${OPTIONS.instanceId}>"`);
    expect(register).toContain('reg-id=1');
    const message = [
      'MESSAGE sip:x@y.invalid;transport=ws SIP/2.0',
      'Via: SIP/2.0/WS 192.0.2.1:8080;rport;branch=z9hG4bKa',
      'Max-Forwards: 70',
      'From: "Alice" <sip:chat-00@contact.example>;tag=t',
      'To: <sip:1005@contact.example>',
      'Call-ID: c',
      'CSeq: 1 MESSAGE',
      'Content-Type: text/plain;charset=utf-8',
      'Content-Length: 5',
      '',
      'Hello',
    ];
    const contact = /^Contact: <([^>]*)>/im.exec(register)?.[1] ?? '';
    registrar.push(message.join('\r\n').replace('sip:x@y.invalid;transport=ws', contact));
    await vi.waitFor(() => expect(registrar.received.at(-1)).toContain('SIP/2.0 200 OK'));
    void line.close();
  });
});
