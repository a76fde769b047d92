import type { Server } from 'node:net';
import type { Logger } from '../../base/logger.ts';

const BACKLOG = 4_096;

/** Listens and returns the port. Rejects with the system's error, EADDRINUSE for example. */
export async function listen(server: Server, host: string, port: number, logger: Logger): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: BACKLOG, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // Out of file descriptors, for example: the listener goes on with the next one.
  server.on('error', (failure) => logger.warn({ failure: failure.message }, 'stream listener error'));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
