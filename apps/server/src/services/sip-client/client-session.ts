import { buildOffer } from '../../protocols/sip/bodies/sdp.ts';
import { buildInDialogRequest, createUacDialog, type Dialog } from '../../protocols/sip/dialogs/dialog.ts';
import { parseCSeq } from '../../protocols/sip/grammar/parse-cseq.ts';
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

  /** Invites; a session comes with a 2xx. */
  static async open(
    client: SipClient,
    to: string,
  ): Promise<{ readonly outcome: ClientOutcome; readonly session?: ClientSession }> {
    const { transport, flow } = client.options;
    const [host = '', port = '0'] = splitHostPort(transport.sentBy(flow));
    const outcome = await client.request({
      method: 'INVITE',
      requestUri: to,
      to,
      headers: [{ name: 'Contact', value: client.contact }],
      contentType: 'application/sdp',
      body: buildOffer({ host, port: Number(port) || 9 }).toString(),
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

/** `[::1]:5060` and `a:5060`. */
function splitHostPort(sentBy: string): readonly string[] {
  const at = sentBy.lastIndexOf(':');
  return at > sentBy.lastIndexOf(']') ? [sentBy.slice(0, at), sentBy.slice(at + 1)] : [sentBy];
}
