import { createServer } from 'node:http';
import { silentLogger } from '../../../src/base/logger.ts';
import { SipTransports } from '../../../src/edges/sip-transports/sip-transports.ts';
import { SystemClock } from '../../../src/edges/system/system-clock.ts';
import { systemRandom } from '../../../src/edges/system/system-random.ts';
import { buildAnswer, readOffer } from '../../../src/protocols/sip/bodies/sdp.ts';
import { buildInDialogRequest, createUasDialog, type Dialog } from '../../../src/protocols/sip/dialogs/dialog.ts';
import { parseNameAddr } from '../../../src/protocols/sip/grammar/header-fields/parse-name-addr.ts';
import { buildContact } from '../../../src/protocols/sip/message/contact.ts';
import { header, type SipRequest } from '../../../src/protocols/sip/message/message.ts';
import { buildNameAddr } from '../../../src/protocols/sip/message/name-addr.ts';
import { silentCounters } from '../../../src/protocols/sip/transactions/counters.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import {
  buildRequest,
  createBranch,
  createCallId,
  createTag,
} from '../../../src/protocols/sip/user-agent/build-request.ts';
import { buildResponse } from '../../../src/protocols/sip/user-agent/build-response.ts';
import type { ReceivedRequest } from '../../../src/protocols/sip/user-agent/request-handler.ts';
import { UserAgent } from '../../../src/protocols/sip/user-agent/user-agent.ts';

const host = '127.0.0.1';
const contentType = 'text/plain;charset=UTF-8';

export interface EchoUserAgent {
  readonly sipPort: number;
  readonly httpPort: number;
  /** Texts received, oldest first. */
  readonly texts: readonly string[];
  /** Requests received, oldest first. */
  readonly requests: readonly SipRequest[];
  /** Statuses of the final answers to what was sent back, oldest first; 0 is none. */
  readonly answers: readonly number[];
  stop(): Promise<void>;
}

/**
 * A user agent on the server's transports and transactions that answers each text with `echo: <text>`, page mode and within
 * an INVITE session. It shows how a peer and the stack get on, with no contact centre behind it.
 */
export async function startEchoUserAgent(): Promise<EchoUserAgent> {
  const random = systemRandom;
  const clock = new SystemClock();
  const texts: string[] = [];
  const requests: SipRequest[] = [];
  const answers: number[] = [];
  const dialogs = new Map<string, Dialog>();
  const transports = new SipTransports({ clock, logger: silentLogger, bootId: random.hex(4) });
  const answerHandler = {
    finalResponse: ({ status }: { readonly status: number }) => answers.push(status),
    failed: () => answers.push(0),
  };
  const userAgent = new UserAgent({
    clock,
    transport: transports,
    logger: silentLogger,
    counters: silentCounters,
    random,
    methods: ['INVITE', 'ACK', 'CANCEL', 'BYE', 'MESSAGE', 'OPTIONS'],
    acceptedTypes: { MESSAGE: ['text/plain'], INVITE: ['application/sdp'] },
    supported: [],
    isOwnHost: () => true,
    handler: { receiveRequest, flowClosed: () => {} },
  });

  function receiveRequest(received: ReceivedRequest): void {
    const { request, callId, toTag } = received;
    requests.push(request);
    if (request.method === 'INVITE') answerInvite(received);
    else if (request.method === 'BYE') {
      received.respond(buildResponse(request, dialogs.delete(callId) ? 200 : 481));
    } else if (request.method === 'MESSAGE') {
      const text = request.body.toString();
      texts.push(text);
      received.respond(buildResponse(request, 200));
      if (toTag === undefined) echoInPageMode(received, `echo: ${text}`);
      else echoInDialog(callId, received.flow, `echo: ${text}`);
    }
  }

  function answerInvite(received: ReceivedRequest): void {
    const { request, flow, callId } = received;
    const toTag = createTag(random);
    const dialog = createUasDialog(request, toTag);
    const reading = readOffer(request.body);
    if (!dialog.ok || reading.name !== 'served') {
      received.respond(buildResponse(request, dialog.ok ? 488 : 400));
      return;
    }
    dialogs.set(callId, dialog.value);
    const contact = buildContact({ sentBy: transports.sentBy(flow), transport: flow.transport });
    received.respond(
      buildResponse(request, 200, {
        toTag,
        headers: [{ name: 'Contact', value: contact }],
        contentType: 'application/sdp',
        body: buildAnswer(reading, { host, port: sipPort }),
      }),
    );
  }

  function echoInDialog(callId: string, flow: Flow, body: string): void {
    const dialog = dialogs.get(callId);
    if (dialog === undefined) return;
    const { transport } = flow;
    const sentBy = transports.sentBy(flow);
    const built = buildInDialogRequest(dialog, 'MESSAGE', {
      branch: createBranch(random),
      sentBy,
      transport,
      body,
      contentType,
    });
    dialogs.set(callId, built.dialog);
    userAgent.sendRequest(built.request, flow, answerHandler);
  }

  function echoInPageMode({ request, flow }: ReceivedRequest, body: string): void {
    const customer = parseNameAddr(header(request, 'From') ?? '');
    const self = parseNameAddr(header(request, 'To') ?? '');
    if (!customer.ok || !self.ok) return;
    const answer = buildRequest({
      method: 'MESSAGE',
      requestUri: customer.value.uriText,
      transport: flow.transport,
      sentBy: transports.sentBy(flow),
      branch: createBranch(random),
      from: buildNameAddr(self.value.uriText, { tag: createTag(random) }),
      to: buildNameAddr(customer.value.uriText),
      callId: createCallId(random),
      cseq: 1,
      body,
      contentType,
    });
    userAgent.sendRequest(answer, flow, answerHandler);
  }

  const httpServer = createServer();
  const sipPort = await transports.start({ host, port: 0 }, userAgent);
  transports.acceptUpgrades(httpServer);
  await new Promise<void>((resolve) => httpServer.listen(0, host, resolve));
  const address = httpServer.address();
  const httpPort = typeof address === 'object' && address !== null ? address.port : 0;
  const stop = async () => {
    await transports.close();
    httpServer.closeAllConnections();
    await new Promise((resolve) => httpServer.close(resolve));
  };
  return { sipPort, httpPort, texts, requests, answers, stop };
}
