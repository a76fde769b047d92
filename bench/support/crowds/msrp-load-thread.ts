/** A thread of its own for the MSRP customers, so that they do not wait for the agents' sockets nor these for them. */
import { parentPort } from 'node:worker_threads';
import { MsrpCrowd } from './msrp-crowd.ts';
import type { MsrpOrder, MsrpReport } from './msrp-load.ts';

let crowd: MsrpCrowd | undefined;

async function obey(order: MsrpOrder): Promise<MsrpReport> {
  if (order.name === 'open') {
    crowd = await MsrpCrowd.open(order.sipPort, order.sessions);
    return { name: 'opened' };
  }
  if (crowd === undefined) throw new Error('there are no customers yet');
  return { name: 'sent', sent: await crowd.run(order.load) };
}

parentPort?.on('message', (order: MsrpOrder) => {
  obey(order).then(
    (report) => parentPort?.postMessage(report),
    (failure: unknown) => parentPort?.postMessage({ name: 'failed', why: String(failure) } satisfies MsrpReport),
  );
});
