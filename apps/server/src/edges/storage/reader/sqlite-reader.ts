/** The thread that reads, on a connection of its own that cannot write. Its owner is `SqliteRecordStore`. */
import { parentPort, workerData } from 'node:worker_threads';
import { required } from '../../../base/assert.ts';
import { noteFailure } from '../threads/store-failure.ts';
import { isThreadEnding } from '../threads/thread-end.ts';
import type { OrderMessage, ReaderOrder, WorkerMessage } from '../threads/worker-messages.ts';
import { ReaderConnection } from './reader-connection.ts';

const port = required(parentPort, 'port to the owner');
const { path } = workerData as { readonly path: string };

let connection: ReaderConnection | undefined;

/** Says nothing of what an ending thread did: its owner then asks the file. */
function post(message: WorkerMessage): void {
  if (!isThreadEnding()) port.postMessage(message);
}

function getConnection(): ReaderConnection {
  connection ??= new ReaderConnection(path);
  return connection;
}

function dropConnection(): void {
  const dropped = connection;
  connection = undefined;
  dropped?.close();
}

function perform(order: ReaderOrder): unknown {
  switch (order.name) {
    case 'load':
      return getConnection().load(order.answersSince);
    case 'readEvents':
      return getConnection().readEvents(order.dns, order.after, order.upTo, order.limit);
    case 'readAllEvents':
      return getConnection().readAllEvents(order.after, order.upTo, order.limit);
    case 'readFirstSequence':
      return getConnection().readFirstSequence();
    case 'readTranscript':
      return getConnection().readTranscript(order.connId);
    case 'readDocuments':
      return getConnection().readDocuments(order.kind, order.connId);
    case 'readAudit':
      return getConnection().readAudit(order.query);
    case 'close':
      return dropConnection();
  }
}

port.on('message', ({ orderId, order }: OrderMessage<ReaderOrder>) => {
  try {
    const value = perform(order);
    post({ name: 'done', orderId, value });
  } catch (error) {
    post({ name: 'failed', orderId, failure: noteFailure(error) });
    dropConnection();
  }
  if (order.name === 'close') port.close();
});

try {
  getConnection();
  post({ name: 'opened', value: undefined });
} catch (error) {
  post({ name: 'failedToOpen', failure: noteFailure(error) });
  port.close();
}
