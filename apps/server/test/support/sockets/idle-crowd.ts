import { once } from 'node:events';
import net, { type Socket } from 'node:net';

export interface Ports {
  readonly sipPort: number;
  readonly sipsPort: number;
  readonly httpPort: number;
  readonly httpsPort: number;
}

const PER_SOURCE = 150;
const AT_ONCE = 200;

const halfMessage =
  'MESSAGE sip:1111@localhost SIP/2.0\r\nVia: SIP/2.0/TCP idle.invalid;branch=z9hG4bKidle\r\nContent-Length: 5';
const halfHead = 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ';
const upgrade = [
  'GET /sip HTTP/1.1',
  'Host: localhost',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: sip',
].join('\r\n');

/** What a peer does that never comes to the point: the port, and the little that it says. */
const habits: readonly (readonly [port: keyof Ports, says: string])[] = [
  ['sipPort', ''],
  ['sipPort', halfMessage],
  ['sipsPort', ''],
  ['sipsPort', '\u0016\u0003\u0001'],
  ['httpPort', ''],
  ['httpPort', halfHead],
  ['httpPort', `${upgrade}\r\n\r\n`],
  ['httpsPort', ''],
];

/** Connections from many addresses of the loopback that stay idle or half open, of every kind in turn. */
export class IdleCrowd {
  readonly #sockets: Socket[] = [];

  static async gather(ports: Ports, count: number): Promise<IdleCrowd> {
    const crowd = new IdleCrowd();
    for (let done = 0; done < count; done += AT_ONCE) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - done) }, (_, index) => done + index);
      await Promise.all(batch.map((index) => crowd.#join(ports, index)));
    }
    return crowd;
  }

  get openCount(): number {
    return this.#sockets.filter((socket) => !socket.destroyed).length;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async #join(ports: Ports, index: number): Promise<void> {
    const [port, says] = habits[index % habits.length] ?? ['sipPort', ''];
    const source = Math.floor(index / PER_SOURCE);
    const localAddress = `127.1.${Math.floor(source / 250)}.${1 + (source % 250)}`;
    const socket = net.connect({ host: '127.0.0.1', port: ports[port], localAddress });
    this.#sockets.push(socket);
    socket.on('error', () => {});
    socket.resume();
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    if (says !== '') socket.write(says, 'latin1');
  }
}
