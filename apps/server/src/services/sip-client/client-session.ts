import { buildOffer } from '../../protocols/sip/bodies/sdp.ts';
import { buildInDialogRequest, createUacDialog, type Dialog } from '../../protocols/sip/dialogs/dialog.ts';
import { parseCSeq } from '../../protocols/sip/grammar/header-fields/parse-cseq.ts';
import type { SipResponse } from '../../protocols/sip/message/message.ts';
import { header } from '../../protocols/sip/message/message.ts';
import { createBranch } from '../../protocols/sip/user-agent/build-request.ts';
import { buildResponse } from '../../protocols/sip/user-agent/build-response.ts';
import type { ReceivedRequest } from '../../protocols/sip/user-agent/request-handler.ts';
import type { ClientOutcome, SipClient } from './sip-client.ts';

/** Session mode of the client: an INVITE with `m=message`, MESSAGEs in its dialog, BYE. */
export class ClientSession {
  readonly #client: SipClient;
  #dialog: Dialog;
  /** Resolves when the other side has ended it. */
  readonly ended: Promise<void>;
  #hasEnded = false;

  private constructor(client: SipClient, dialog: Dialog) {
    this.#client = client;
    this.#dialog = dialog;
    this.ended = new Promise((resolve) => {
      client.dialogRequestReceived = (received) => this.#receive(received, resolve);
    });
  }

  /** Invites; a session comes with a 2xx. Without an offer of its own it is session mode. */
  static async open(
    client: SipClient,
    to: string,
    offer: string = sessionModeOffer(client),
  ): Promise<{ readonly outcome: ClientOutcome; readonly session?: ClientSession }> {
    const outcome = await client.request({
      method: 'INVITE',
      requestUri: to,
      to,
      headers: [{ name: 'Contact', value: client.contact }],
      contentType: 'application/sdp',
      body: offer,
    });
    if (outcome.kind !== 'answered' || outcome.response.status >= 300) return { outcome };
    const dialog = createUacDialog(outcome.request, outcome.response);
    if (!dialog.ok) return { outcome: { kind: 'unanswered', why: `The answer makes no dialog: ${dialog.failure}.` } };
    const session = new ClientSession(client, dialog.value);
    session.#acknowledge(outcome.response);
    return { outcome, session };
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  say(text: string): Promise<ClientOutcome> {
    return this.#send('MESSAGE', { body: text, contentType: 'text/plain;charset=utf-8' });
  }

  bye(): Promise<ClientOutcome> {
    this.#hasEnded = true;
    return this.#send('BYE');
  }

  #send(
    method: string,
    content: { readonly body?: string; readonly contentType?: string } = {},
  ): Promise<ClientOutcome> {
    const built = buildInDialogRequest(this.#dialog, method, { ...this.#way(), ...content });
    this.#dialog = built.dialog;
    return this.#client.send(built.request);
  }

  #acknowledge(response: SipResponse): void {
    const cseq = parseCSeq(header(response, 'CSeq') ?? '');
    const built = buildInDialogRequest(this.#dialog, 'ACK', {
      ...this.#way(),
      ackCseq: cseq.ok ? cseq.value.number : 1,
    });
    this.#client.userAgent.sendStateless(built.request, this.#client.options.flow);
  }

  #way() {
    const { random, transport, flow } = this.#client.options;
    return { branch: createBranch(random), sentBy: transport.sentBy(flow), transport: flow.transport };
  }

  #receive({ request, callId, toTag, respond }: ReceivedRequest, end: () => void): boolean {
    if (callId !== this.#dialog.callId || toTag !== this.#dialog.localTag) return false;
    if (request.method === 'MESSAGE') this.#client.hear(request);
    else if (request.method === 'BYE') {
      this.#hasEnded = true;
      end();
    } else if (request.method !== 'ACK') return false;
    respond(buildResponse(request, 200));
    return true;
  }
}

function sessionModeOffer(client: SipClient): string {
  const [host, port] = splitHostPort(client);
  return buildOffer({ host, port: port || 9 }).toString();
}

/** Host under which the client is reached, IPv6 in brackets. */
export function hostOf(client: SipClient): string {
  return splitHostPort(client)[0];
}

/** `[::1]:5060` and `a:5060`; a port that is none is 0. */
function splitHostPort({ options: { transport, flow } }: SipClient): readonly [string, number] {
  const sentBy = transport.sentBy(flow);
  const at = sentBy.lastIndexOf(':');
  return at > sentBy.lastIndexOf(']') ? [sentBy.slice(0, at), Number(sentBy.slice(at + 1))] : [sentBy, 0];
}
