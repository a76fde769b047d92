import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';

// biome-ignore lint/suspicious/noExplicitAny: socket.io's event maps are functions of any arguments.
type EventMap = Record<string, any>;

/** One socket at a time, which socket.io opens again after a lost connection, and this class after the server has closed it. */
export class ReturningSocket<FromServer extends EventMap, ToServer extends EventMap> {
  readonly #namespace: string;
  /** The server closed or refused the socket on purpose: come back, but not at once. */
  readonly #returnDelayMs: number;
  #socket: Socket<FromServer, ToServer> | undefined;
  #returnTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(namespace: string, { returnDelayMs }: { readonly returnDelayMs: number }) {
    this.#namespace = namespace;
    this.#returnDelayMs = returnDelayMs;
  }

  /** The socket when it is connected. */
  get connected(): Socket<FromServer, ToServer> | undefined {
    return this.#socket?.connected === true ? this.#socket : undefined;
  }

  /** Opens a socket in place of the one that was there. */
  open(auth: NonNullable<SocketOptions['auth']>): Socket<FromServer, ToServer> {
    this.close();
    const options: Partial<ManagerOptions & SocketOptions> = {
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 3000,
      timeout: 8000,
      auth,
    };
    const socket: Socket<FromServer, ToServer> = io(this.#namespace, options);
    this.#socket = socket;
    return socket;
  }

  /** Whether it is the one that counts: a socket that another has replaced may still tell of its end. */
  isCurrent(socket: Socket<FromServer, ToServer>): boolean {
    return this.#socket === socket;
  }

  /** Opens the same socket again after a while. */
  returnSoon(socket: Socket<FromServer, ToServer>): void {
    clearTimeout(this.#returnTimer);
    this.#returnTimer = setTimeout(() => {
      if (this.isCurrent(socket)) socket.connect();
    }, this.#returnDelayMs);
  }

  /**
   * Tells that the connection is lost, and comes back after the server has closed or refused it. For channels beside T-Library's:
   * whether the token is worth anything is judged there, and ends the session.
   */
  returnAfterLoss(socket: Socket<FromServer, ToServer>, lost: () => void): void {
    const anySocket: Socket = socket;
    anySocket.on('disconnect', (reason) => {
      if (!this.isCurrent(socket)) return;
      lost();
      if (reason === 'io server disconnect') this.returnSoon(socket);
    });
    anySocket.on('connect_error', () => {
      if (this.isCurrent(socket) && !socket.active) this.returnSoon(socket);
    });
  }

  close(): void {
    clearTimeout(this.#returnTimer);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.disconnect();
  }
}
