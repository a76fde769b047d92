import assert from 'node:assert/strict';
import { everybodyIsReachable } from '../../../src/protocols/sip/transport/reachability.ts';
import { buildResponse } from '../../../src/protocols/sip/user-agent/build-response.ts';
import { createSipStack, streamFlow, udpFlow } from '../../support/fakes/sip-stack.ts';
import { type FuzzTarget, splitSegments } from '../fuzz-target.ts';
import { AnswerWatch } from './answer-watch.ts';
import { MESSAGE_SEEDS, SEQUENCE_SEEDS, SIP_DICTIONARY } from './sip-seeds.ts';

const LONGEST_TRANSACTION_MS = 64_000;
const METHODS = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'MESSAGE', 'REGISTER'];

/** A user agent that answers in different ways; after its longest timers nothing is left of any input. */
function openStack() {
  const watch = new AnswerWatch();
  let count = 0;
  const stack = createSipStack({
    // Nobody has shown that he is where his datagrams say.
    reach: { ...everybodyIsReachable, mayRepeat: () => false },
    methods: METHODS,
    onRequest: ({ request, respond }) => {
      count += 1;
      if (request.method === 'ACK') return;
      const status = [200, 202, 404, 503, 100][count % 6];
      if (status !== undefined) respond(buildResponse(request, status));
      // An INVITE waits for its answer without end.
      if (request.method === 'INVITE') respond(buildResponse(request, 480));
    },
    onSend: (flow, bytes) => watch.sends(flow, bytes),
  });
  return {
    feed: (input: Buffer) => {
      splitSegments(input).forEach((segment, at) => {
        watch.receives(segment);
        stack.userAgent.receiveMessage(segment, (input.length + at) % 3 === 0 ? streamFlow : udpFlow);
        watch.isDone();
        if (input.length % 7 === at) stack.clock.advance(700);
      });
      // What it has written down is of no use here.
      stack.sent.length = 0;
      stack.received.length = 0;
      watch.check();
    },
    close: () => {
      stack.clock.advance(LONGEST_TRANSACTION_MS);
      stack.clock.advance(LONGEST_TRANSACTION_MS);
      assert.deepEqual(stack.userAgent.transactionCounts, { server: 0, client: 0 });
    },
  };
}

export const sipTransactions: FuzzTarget = {
  name: 'sip-transactions',
  seeds: [...SEQUENCE_SEEDS, ...MESSAGE_SEEDS],
  dictionary: SIP_DICTIONARY,
  inputsPerSubject: 1_000,
  inputsInTest: 600,
  open: openStack,
};
