import { EmitterImpl, type Transport, TransportState } from 'sip.js';

export interface WatchedWebSocketTransportOptions {
  url: string;
  /** How often the socket is asked for a sign of life. */
  keepAliveMs?: number;
  /** How long the answer may take. */
  keepAliveAnswerMs?: number;
  createSocket?: (url: string, protocol: string) => WebSocket;
}

/** RFC 5626 3.5.1: a ping is CRLF CRLF, its answer CRLF. */
const PING = '\r\n\r\n';

/**
 * SIP over WebSocket (RFC 7118) for sip.js. Its own transport sends keep-alives but never looks for the answer, and a
 * socket whose network is gone stays "connected" for minutes; this one gives such a socket up at once.
 */
export class WatchedWebSocketTransport implements Transport {
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly stateChange = new EmitterImpl<TransportState>();
  readonly protocol: string;
  readonly #options: Required<WatchedWebSocketTransportOptions>;
  #state = TransportState.Disconnected;
  #socket: WebSocket | undefined;
  #rejectConnect: ((error: Error) => void) | undefined;
  #pingTimer: ReturnType<typeof setInterval> | undefined;
  #answerTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(_logger: unknown, options: WatchedWebSocketTransportOptions) {
    this.#options = {
      keepAliveMs: 25_000,
      keepAliveAnswerMs: 8_000,
      createSocket: (url, protocol) => new WebSocket(url, protocol),
      ...options,
    };
    this.protocol = options.url.startsWith('wss:') ? 'WSS' : 'WS';
  }

  get state(): TransportState {
    return this.#state;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  connect(): Promise<void> {
    if (this.#socket) return Promise.reject(new Error('Already connected or connecting.'));
    const socket = this.#options.createSocket(this.#options.url, 'sip');
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#changeState(TransportState.Connecting);
    return new Promise((resolve, reject) => {
      this.#rejectConnect = reject;
      socket.onopen = () => {
        this.#rejectConnect = undefined;
        this.#changeState(TransportState.Connected);
        this.#pingTimer = setInterval(() => this.probe(), this.#options.keepAliveMs);
        this.onConnect?.();
        resolve();
      };
      socket.onclose = () => this.#drop(new Error('The socket was closed.'));
      socket.onmessage = (event) => this.#receive(event.data);
    });
  }

  async disconnect(): Promise<void> {
    this.#drop();
  }

  async dispose(): Promise<void> {
    this.#drop();
  }

  async send(message: string): Promise<void> {
    if (!this.#socket || !this.isConnected()) throw new Error('Not connected.');
    this.#socket.send(message);
  }

  /** Asks for a sign of life now, for instance because the device has just woken up. */
  probe(): void {
    if (!this.isConnected() || this.#answerTimer !== undefined) return;
    this.#answerTimer = setTimeout(() => this.#drop(new Error('No sign of life.')), this.#options.keepAliveAnswerMs);
    this.#socket?.send(PING);
  }

  #receive(received: string | ArrayBuffer): void {
    clearTimeout(this.#answerTimer);
    this.#answerTimer = undefined;
    const message = typeof received === 'string' ? received : new TextDecoder().decode(received);
    if (message.trim() !== '') this.onMessage?.(message);
  }

  /** Does not wait for the closing handshake: on a dead socket that alone can take a minute. */
  #drop(error?: Error): void {
    const socket = this.#socket;
    if (!socket) return;
    const wasConnected = this.isConnected();
    clearInterval(this.#pingTimer);
    clearTimeout(this.#answerTimer);
    this.#answerTimer = undefined;
    this.#socket = undefined;
    socket.onopen = null;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
    this.#changeState(TransportState.Disconnected);
    this.#rejectConnect?.(error ?? new Error('The connection was given up.'));
    this.#rejectConnect = undefined;
    if (wasConnected) this.onDisconnect?.(error);
  }

  #changeState(state: TransportState): void {
    this.#state = state;
    this.stateChange.emit(state);
  }
}
