import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const YEAR_SECONDS = 31_536_000;

/** The built desktop and customer page. Assets have the hash of their content in their name. */
export async function pageRoutes(app: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) {
    for (const path of ['/', '/customer']) {
      app.get(path, async (_request, reply) =>
        reply.code(503).type('text/plain; charset=utf-8').send('The desktop is not built. Run npm run build.\n'),
      );
    }
    return;
  }
  await app.register(fastifyStatic, {
    root,
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const isHashed = path.includes(`${sep}assets${sep}`);
      reply.header('cache-control', isHashed ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
    },
  });
  app.get('/', async (_request, reply) => reply.sendFile('index.html'));
  app.get('/customer', async (_request, reply) => reply.sendFile('customer.html'));
}
