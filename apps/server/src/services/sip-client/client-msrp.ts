import { noCounters } from '../../base/counters.ts';
import { MsrpEndpoint } from '../../protocols/msrp/msrp-endpoint.ts';
import type { MsrpTarget, MsrpTransport } from '../../protocols/msrp/msrp-transport.ts';
import { formatMsrpUri, parseMsrpUri } from '../../protocols/msrp/msrp-uri.ts';
import { createMessageId } from '../../protocols/msrp/serialize-message.ts';
import { isMsrpMedia, msrpMediaLines, readMsrpMedia } from '../../protocols/sip/bodies/msrp-media.ts';
import { buildMediaOffer, parseSdp } from '../../protocols/sip/bodies/sdp.ts';
import { isEncrypted } from '../../protocols/sip/message/transport-name.ts';
import { ClientSession, hostOf } from './client-session.ts';
import type { ClientOutcome, SipClient } from './sip-client.ts';

const SESSION_ID_BYTES = 16;
const MESSAGE_BYTES_MAX = 32_768;
/** RFC 4975 8.2: whoever offers connects, so that nobody comes to this port. */
const DISCARD_PORT = 9;

export interface MsrpOutcome {
  /** 200, or why not; 0 when nothing was answered. */
  readonly status: number;
}

/** MSRP of the client: an INVITE that offers it, a connection to where the answer says, texts, BYE. */
export class ClientMsrp {
  readonly endpoint: MsrpEndpoint;
  readonly #client: SipClient;
  readonly #sessionId: string;
  readonly #localPath: string;
  #peer = '';
  #bound: (isBound: boolean) => void = () => {};

  constructor(client: SipClient, transport: MsrpTransport) {
    const { random, flow } = client.options;
    this.#client = client;
    this.#sessionId = random.hex(SESSION_ID_BYTES);
    this.#localPath = formatMsrpUri({
      isSecure: isEncrypted(flow.transport),
      host: hostOf(client),
      port: DISCARD_PORT,
      sessionId: this.#sessionId,
      transport: 'tcp',
    });
    this.endpoint = new MsrpEndpoint({
      clock: client.options.clock,
      random,
      transport,
      counters: noCounters,
      handler: {
        receiveMessage: ({ contentType, body, respond }) => {
          const isText = contentType.toLowerCase().startsWith('text/plain');
          if (isText) client.options.heard({ from: this.#peer, text: body.toString('utf8') });
          respond(isText ? 200 : 415);
        },
        sessionBound: () => this.#bound(true),
        sessionLost: () => {},
        connectFailed: () => this.#bound(false),
        reportReceived: () => {},
      },
    });
  }

  /** Invites and connects; a session comes when both went well. */
  async open(to: string): Promise<{ readonly outcome: ClientOutcome; readonly session?: ClientSession }> {
    this.#peer = /^sips?:([^@;]+)@/.exec(to)?.[1] ?? to;
    const isSecure = isEncrypted(this.#client.options.flow.transport);
    const lines = msrpMediaLines({
      isSecure,
      path: [this.#localPath],
      acceptTypes: ['text/plain'],
      acceptWrappedTypes: [],
      maxSize: MESSAGE_BYTES_MAX,
      setup: 'active',
      port: DISCARD_PORT,
    });
    const offer = buildMediaOffer({ host: hostOf(this.#client), port: DISCARD_PORT }, lines).toString();
    const { outcome, session } = await ClientSession.open(this.#client, to, offer);
    if (outcome.kind !== 'answered' || session === undefined) return { outcome };
    const peer = readAnswer(outcome.response.body);
    if (peer === undefined) return { outcome: { kind: 'unanswered', why: 'The answer has no MSRP.' } };
    const isBound = new Promise<boolean>((resolve) => {
      this.#bound = resolve;
    });
    this.endpoint.openSession({ sessionId: this.#sessionId, localPath: this.#localPath, remotePath: peer.path });
    this.endpoint.connect(this.#sessionId, peer.target);
    if (await isBound) return { outcome, session };
    await session.bye();
    return { outcome: { kind: 'unanswered', why: 'Nobody listens where the answer says.' } };
  }

  say(text: string): Promise<MsrpOutcome> {
    const { random } = this.#client.options;
    const message = { messageId: createMessageId(random), contentType: 'text/plain', body: Buffer.from(text, 'utf8') };
    return new Promise((resolve) => {
      this.endpoint.send(this.#sessionId, message, (outcome) => {
        resolve({ status: 'failed' in outcome ? 0 : outcome.status });
      });
    });
  }

  close(): void {
    this.endpoint.closeSession(this.#sessionId);
  }
}

function readAnswer(body: Buffer): { readonly path: readonly string[]; readonly target: MsrpTarget } | undefined {
  const answer = parseSdp(body);
  const media = answer.ok ? answer.value.media.find(isMsrpMedia) : undefined;
  const read = media === undefined ? undefined : readMsrpMedia(media);
  const uri = read?.ok ? parseMsrpUri(read.value.path[0] ?? '') : undefined;
  if (!read?.ok || !uri?.ok) return undefined;
  const { isSecure, host, port = 2855 } = uri.value;
  return { path: read.value.path, target: { isSecure, address: host.replace(/^\[|\]$/g, ''), port } };
}
