import dgram from 'node:dgram';
import { once } from 'node:events';
import net from 'node:net';

/** A port that nobody uses now, neither for UDP nor for TCP, for peers that cannot choose one themselves. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const udp = dgram.createSocket('udp4').bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const { port } = udp.address();
    const tcp = net.createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      tcp.once('error', () => resolve(false));
      tcp.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (isFree) await new Promise((resolve) => tcp.close(resolve));
    await new Promise<void>((resolve) => udp.close(() => resolve()));
    if (isFree) return port;
  }
}
