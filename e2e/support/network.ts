import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** The way between a browser and the server, which can be cut and mended. */
export class Network {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** The ends that carry what the server says. */
  readonly #farEnds = new Set<Socket>();
  #isCut = false;

  private constructor(targetPort: number) {
    this.#server = createServer((near) => {
      if (this.#isCut) {
        near.destroy();
        return;
      }
      const far = connect(targetPort, '127.0.0.1');
      this.#farEnds.add(far);
      far.on('close', () => this.#farEnds.delete(far));
      this.#join(near, far);
      this.#join(far, near);
    });
  }

  static async open(targetPort: number): Promise<Network> {
    const network = new Network(targetPort);
    network.#server.listen(0, '127.0.0.1');
    await once(network.#server, 'listening');
    return network;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Every connection breaks, and none can be made. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing that is sent arrives any more, and nobody is told. */
  swallow(): void {
    for (const socket of this.#sockets) drain(socket);
  }

  /** The server hears everything, but nobody hears the server. */
  swallowAnswers(): void {
    for (const socket of this.#farEnds) drain(socket);
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}

function drain(socket: Socket): void {
  socket.unpipe();
  socket.resume();
}
