/** The thread that owns the writing connection. Its owner is `SqliteRecordStore`. */
import { parentPort, workerData } from 'node:worker_threads';
import { required } from '../../../base/assert.ts';
import { noteFailure } from '../threads/store-failure.ts';
import { isThreadEnding } from '../threads/thread-end.ts';
import type { OrderMessage, WorkerMessage, WriterOrder } from '../threads/worker-messages.ts';
import { WriterConnection } from './writer-connection.ts';

const port = required(parentPort, 'port to the owner');
const { path } = workerData as { readonly path: string };

let connection: WriterConnection | undefined;
/** After a failure the file must first be seen to take writes again. */
let isInDoubt = false;
let pagesMax: number | undefined;

/** Says nothing of what an ending thread did: its owner then asks the file. */
function post(message: WorkerMessage): void {
  if (!isThreadEnding()) port.postMessage(message);
}

function warn(what: string, error: unknown): void {
  post({ name: 'warning', what, failure: noteFailure(error) });
}

function getConnection(): WriterConnection {
  if (connection === undefined) {
    connection = new WriterConnection(path);
    if (pagesMax !== undefined) connection.limitPages(pagesMax);
  }
  return connection;
}

function dropConnection(): void {
  const dropped = connection;
  connection = undefined;
  try {
    dropped?.close();
  } catch (error) {
    warn('closing a failed connection', error);
  }
}

/** Throws until the file takes writes again; from the second try on with a new connection. */
function prove(): void {
  if (!isInDoubt) return;
  try {
    const proved = getConnection();
    checkpointOrWarn(() => proved.checkpointAll());
    proved.prove();
    isInDoubt = false;
  } catch (error) {
    dropConnection();
    throw error;
  }
}

function checkpointOrWarn(checkpoint: () => void): void {
  try {
    checkpoint();
  } catch (error) {
    warn('copying the log into the file', error);
  }
}

/** Whether `tidyUp` comes up. */
let isTidyingDue = false;

/** Orders that are there already come first. */
function tidyUpLater(): void {
  if (isTidyingDue) return;
  isTidyingDue = true;
  setImmediate(tidyUp);
}

/** A bit of what commits leave for later. */
function tidyUp(): void {
  isTidyingDue = false;
  if (isInDoubt || connection === undefined) return;
  try {
    if (connection.indexTexts()) tidyUpLater();
  } catch (error) {
    isInDoubt = true;
    warn('entering texts into the indexes', error);
  }
  if (!isInDoubt) checkpointOrWarn(() => connection?.checkpoint());
}

function write<Value>(work: (writer: WriterConnection) => Value): Value {
  prove();
  try {
    return work(getConnection());
  } catch (error) {
    isInDoubt = true;
    throw error;
  }
}

function perform(order: WriterOrder): unknown {
  switch (order.name) {
    case 'commit':
      return write((writer) => writer.commit(order));
    case 'pruneEvents':
      return write((writer) => writer.pruneEvents(order.before, order.rowsMax));
    case 'pruneAnswers':
      return write((writer) => writer.pruneAnswers(order.kind, order.before, order.rowsMax));
    case 'prove':
      return prove();
    case 'readPragmas':
      return getConnection().readPragmas();
    case 'limitPages':
      pagesMax = order.pagesMax;
      return getConnection().limitPages(order.pagesMax);
    case 'close':
      return dropConnection();
  }
}

port.on('message', ({ orderId, order }: OrderMessage<WriterOrder>) => {
  try {
    const value = perform(order);
    post({ name: 'done', orderId, value });
  } catch (error) {
    post({ name: 'failed', orderId, failure: noteFailure(error) });
  }
  // After the reply: nobody waits for it.
  if (order.name === 'close') port.close();
  else tidyUpLater();
});

try {
  post({ name: 'opened', value: getConnection().readLastBatch() });
} catch (error) {
  post({ name: 'failedToOpen', failure: noteFailure(error) });
  port.close();
}
