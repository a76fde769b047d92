import dgram from 'node:dgram';
import { isIPv4, isIPv6 } from 'node:net';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { answerStun, isStun } from '../../protocols/sip/keep-alive/stun.ts';
import type { Flow, SipTransportReceiver } from '../../protocols/sip/transport/sip-transport.ts';
import { plainAddress } from '../stream-transports/plain-address.ts';
import type { TransportCounters } from '../stream-transports/transport-counters.ts';
import type { TransportLimits } from '../stream-transports/transport-limits.ts';
import { GroupedReceipt } from './grouped-receipt.ts';

/** Datagrams that come while the process is busy wait in the kernel; its default of 212 kB holds some hundred. */
const socketBufferBytes = 4_194_304;

/** To be told of a datagram that it left costs as much as a tenth of its way. Towards an address to which they leave one in so many tells. */
const CONFIRMED_EACH = 64;
/** A longer one may be refused where others leave. */
const UNCONFIRMED_BYTES_MAX = 1_500;
const LEAVING_ADDRESSES_MAX = 1_024;

const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** A keep-alive: nothing but line ends or zeros. Long ones are left to the parser. */
function isKeepAlive(datagram: Buffer): boolean {
  if (datagram.length > 4) return false;
  return datagram.every((byte) => byte === carriageReturn || byte === lineFeed || byte === 0);
}

interface Datagram {
  readonly bytes: Buffer;
  readonly flow: Flow;
}

/** SIP over UDP (RFC 3261 18): one datagram, one message. */
export class UdpTransport {
  readonly #limits: TransportLimits;
  readonly #counters: TransportCounters;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #socket: dgram.Socket | undefined;
  #receipt: GroupedReceipt<Datagram> | undefined;
  #isIpv6 = false;
  /** The most bytes that can stand in the socket's queue: those at the last look, and all since. */
  #queuedMax = 0;
  /** Addresses to which datagrams leave, each with how many more go there before one is to be confirmed. */
  readonly #leaving = new Map<string, { left: number }>();
  #lastAddress = '';
  #lastFlow = udpFlow('', 0);
  #stunSecond = 0;
  #stunAnswers = 0;

  constructor(options: {
    readonly limits: TransportLimits;
    readonly counters: TransportCounters;
    readonly clock: Clock;
    readonly logger: Logger;
  }) {
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#counters = options.counters;
    this.#logger = options.logger;
  }

  /** Binds and returns the port. Rejects with the system's error, EADDRINUSE for example. */
  async start(host: string, port: number, receiver: SipTransportReceiver): Promise<number> {
    const family = isIPv6(host) ? 6 : 4;
    this.#isIpv6 = family === 6;
    const socket = dgram.createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // Peers are addresses. A name is never looked up on the way of a message.
      lookup: (address, _options, found) => found(null, address, family),
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: host, port, exclusive: true }, () => {
        socket.off('error', reject);
        resolve();
      });
    }).catch((failure: unknown) => {
      socket.close();
      throw failure;
    });
    this.#enlargeBuffers(socket);
    socket.on('error', (failure) => {
      this.#counters.sendFailures.UDP += 1;
      this.#logger.debug({ failure: failure.message }, 'UDP socket error');
    });
    const receipt = new GroupedReceipt<Datagram>(this.#clock, ({ bytes, flow }) =>
      receiver.receiveMessage(bytes, flow),
    );
    socket.on('message', (bytes, from) => {
      if (isKeepAlive(bytes)) {
        this.#counters.keepAlives += 1;
        return;
      }
      if (isStun(bytes)) {
        this.#receiveStun(socket, bytes, from);
        return;
      }
      this.#counters.received.UDP += 1;
      receipt.receive({ bytes, flow: this.#flowFrom(from) });
    });
    this.#receipt = receipt;
    this.#socket = socket;
    return socket.address().port;
  }

  send(flow: Flow, bytes: Buffer): boolean {
    const socket = this.#socket;
    const isPossible = flow.remotePort > 0 && flow.remotePort < 65_536;
    if (socket === undefined || !isPossible || this.#isFull(socket)) {
      this.#counters.sendFailures.UDP += 1;
      return false;
    }
    try {
      // A socket for both kinds of addresses knows those of IPv4 in the mapped form.
      const address = this.#isIpv6 && isIPv4(flow.remoteAddress) ? `::ffff:${flow.remoteAddress}` : flow.remoteAddress;
      this.#sendOn(socket, bytes, flow.remotePort, address);
    } catch (failure) {
      this.#counters.sendFailures.UDP += 1;
      this.#logger.debug({ flow: flow.id, failure: String(failure) }, 'UDP send refused');
      return false;
    }
    this.#counters.sent.UDP += 1;
    return true;
  }

  #sendOn(socket: dgram.Socket, bytes: Buffer, port: number, address: string): void {
    this.#queuedMax += bytes.length;
    const leaving = this.#leaving.get(address);
    if (leaving !== undefined && leaving.left > 0 && bytes.length <= UNCONFIRMED_BYTES_MAX) {
      leaving.left -= 1;
      socket.send(bytes, port, address);
    } else socket.send(bytes, port, address, (failure) => this.#confirmed(address, failure));
  }

  #confirmed(address: string, failure: Error | null): void {
    if (failure !== null) {
      this.#counters.sendFailures.UDP += 1;
      this.#leaving.delete(address);
      return;
    }
    if (this.#leaving.size >= LEAVING_ADDRESSES_MAX) this.#leaving.clear();
    this.#leaving.set(address, { left: CONFIRMED_EACH - 1 });
  }

  /** Asking the system costs as much as reading a header, so that it is asked only where it can be full. */
  #isFull(socket: dgram.Socket): boolean {
    const { udpSendQueueMax } = this.#limits;
    if (this.#queuedMax <= udpSendQueueMax) return false;
    this.#queuedMax = socket.getSendQueueSize();
    return this.#queuedMax > udpSendQueueMax;
  }

  /** Peers that send much, such as proxies, have one flow for what comes in a row. */
  #flowFrom({ address, port }: dgram.RemoteInfo): Flow {
    if (port !== this.#lastFlow.remotePort || address !== this.#lastAddress) {
      this.#lastAddress = address;
      this.#lastFlow = udpFlow(plainAddress(address), port);
    }
    return this.#lastFlow;
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#receipt?.stop();
    if (socket !== undefined) await new Promise<void>((resolve) => socket.close(() => resolve()));
  }

  /** RFC 5626 5.4: a keep-alive is told from where it came, without going through the stack. */
  #receiveStun(socket: dgram.Socket, bytes: Buffer, from: dgram.RemoteInfo): void {
    this.#counters.keepAlives += 1;
    // Whoever forges source addresses must not have the answers sent to others without end.
    const second = Math.floor(this.#clock.now() / 1_000);
    if (second !== this.#stunSecond) this.#stunAnswers = 0;
    this.#stunSecond = second;
    this.#stunAnswers += 1;
    if (this.#stunAnswers > this.#limits.stunAnswersPerSecondMax) return;
    const answer = answerStun(bytes, plainAddress(from.address), from.port);
    if (answer === undefined || this.#isFull(socket)) return;
    this.#sendOn(socket, answer, from.port, from.address);
  }

  #enlargeBuffers(socket: dgram.Socket): void {
    try {
      socket.setRecvBufferSize(socketBufferBytes);
      socket.setSendBufferSize(socketBufferBytes);
    } catch (failure) {
      this.#logger.warn({ failure: String(failure) }, 'UDP socket buffers keep their default size');
      return;
    }
    // Linux reports twice what it grants, and grants no more than net.core.rmem_max.
    const granted = socket.getRecvBufferSize() / 2;
    if (granted < socketBufferBytes) {
      this.#logger.warn({ granted, wanted: socketBufferBytes }, 'UDP receive buffer is small: raise net.core.rmem_max');
    }
  }
}

/** The flow of a UDP peer, which is its address. */
export function udpFlow(remoteAddress: string, remotePort: number): Flow {
  return { id: `udp:${remoteAddress}:${remotePort}`, transport: 'UDP', remoteAddress, remotePort };
}
