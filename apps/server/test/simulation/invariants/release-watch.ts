import type { TEvent } from '@cordboard/shared/tlib/events';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { cutFrames } from '../../support/customers/msrp-client.ts';
import { branchOf, cseqOf, methodOf, readWire, statusOf, tagOf, type WireMessage } from '../network/wire.ts';
import type { AgentSocket } from '../peers/agent-socket.ts';
import type { SimulatedServer } from '../peers/simulated-server.ts';

/** SI16, SI18, SI19: looks at whatever the server lets go of, at the moment at which it does. */
export class ReleaseWatch {
  readonly problems: string[] = [];
  readonly #server: () => SimulatedServer;
  /** Via branch to the text that came under it, to check what is acknowledged. */
  readonly #textByBranch = new Map<string, string>();
  /** Of messages over MSRP: what has left so far, and the chunk that makes each whole with what it says. */
  readonly #bodies = new Map<string, string>();
  readonly #textByChunk = new Map<string, string>();

  constructor(server: () => SimulatedServer) {
    this.#server = server;
  }

  /** What a request of a customer says. */
  noteRequest(bytes: Buffer): void {
    const message = readWire(bytes);
    if (methodOf(message) === 'MESSAGE') this.#textByBranch.set(branchOf(message), message.body);
  }

  /** An event with a number is in the store at this moment; a request that is refused has changed nothing. */
  event(event: TEvent, socket: AgentSocket): void {
    const server = this.#server();
    // StoreUnavailable may come after the decision, which is then taken back as a whole.
    const isRefused = event.name === 'EventError' && event.errorCode !== 'StoreUnavailable';
    if (isRefused && server.hasChanged(socket, event.referenceID)) {
      this.problems.push(`SI19 ${socket.id}: refused with ${event.errorCode}, and yet something changed`);
    }
    const number = event.eventSequenceNumber;
    if (number === undefined) return;
    const stored = server.record.eventsBySequence.get(number);
    if (stored?.name !== event.name) this.problems.push(`SI16 ${socket.id}: ${event.name} ${number} is not stored`);
  }

  /** What a response or request says is in the store at this moment. */
  sip(flow: Flow, bytes: Buffer): void {
    const message = readWire(bytes);
    const { record } = this.#server();
    const where = `${flow.id}: ${message.startLine}`;
    if (statusOf(message) === 0) {
      // Whether the peer of a trunk is there is of no run but this.
      if (['ACK', 'OPTIONS'].includes(methodOf(message))) return;
      // What a stream lost in the same commit waits again under another branch, and so does what was on its way in a session
      // whose customer was heard of elsewhere; its text is stored in any case.
      const [messageId = ''] = (message.headers.get('cordboard-message-id') ?? '').split('.');
      const isStored =
        flow.transport === 'UDP' && !isInDialog(message)
          ? record.branches.has(branchOf(message))
          : record.textIds.has(messageId);
      if (!isStored && methodOf(message) !== 'BYE') this.problems.push(`SI16 ${where} is not stored`);
      return;
    }
    if (statusOf(message) === 500 && flow.transport === 'UDP') this.problems.push(`SI18 ${where}`);
    if (statusOf(message) < 200 || statusOf(message) >= 300) return;
    const { method } = cseqOf(message);
    if (method === 'INVITE' && !record.legsByTag.has(tagOf(message.headers.get('to')))) {
      this.problems.push(`SI16 ${where} made a dialog that is not stored`);
    }
    if (method !== 'MESSAGE') return;
    const im = this.#textByBranch.get(branchOf(message));
    if (im === undefined || record.saidTexts.has(im)) return;
    this.problems.push(`SI16 ${where} acknowledges ${im}, which is not stored`);
  }

  /** A chunk as it leaves: a customer's that makes a message whole; an answer to it, or a text, of the server's. */
  chunk(from: 'server' | 'customer', bytes: Buffer): void {
    const [frame] = cutFrames(bytes).frames;
    if (frame === undefined) return;
    const { id, method, status, headers, body, flag } = frame;
    const messageId = headers.get('message-id') ?? '';
    const { record } = this.#server();
    if (from === 'customer') {
      if (method !== 'SEND' || !headers.has('content-type')) return;
      const isFirst = headers.get('byte-range')?.startsWith('1-') === true;
      const im = `${isFirst ? '' : (this.#bodies.get(messageId) ?? '')}${body.toString()}`;
      this.#bodies.set(messageId, im);
      if (flag === '$') this.#textByChunk.set(id, im);
    } else if (method === 'SEND' && headers.has('content-type')) {
      const isStored = record.textIds.has(messageId.split('.')[0] ?? '');
      if (!isStored) this.problems.push(`SI16 ${messageId} over MSRP is not stored`);
    } else if (status === 200) {
      const im = this.#textByChunk.get(id);
      if (im === undefined || record.saidTexts.has(im)) return;
      this.problems.push(`SI16 ${im} over MSRP is acknowledged and not stored`);
    }
  }
}

/** A text within a session. */
function isInDialog(message: WireMessage): boolean {
  return tagOf(message.headers.get('to')) !== '';
}
