import { buildWire } from '../network/wire.ts';

/** A dialog with the server, as the client of a customer keeps it. */
export interface OwnDialog {
  readonly callId: string;
  readonly localTag: string;
  /** Empty until the server has answered. */
  readonly remoteTag: string;
  cseq: number;
}

export interface RequestContent {
  readonly body?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

/** Who sends: what the Via, the Contact and the From say of him. */
interface Sender {
  readonly name: string;
  readonly address: string;
}

const LINE_END = 'sip:1111@localhost SIP/2.0';

/** A request of the dialog, over a stream. */
export function buildRequest(
  sender: Sender,
  method: string,
  dialog: OwnDialog,
  branch: string,
  { headers = [], body }: RequestContent,
): Buffer {
  const isInvite = method === 'INVITE';
  const contact: [string, string] = ['Contact', `<sip:${sender.name}@198.51.100.77;transport=tcp>`];
  const type: [string, string] = ['Content-Type', isInvite ? 'application/sdp' : 'text/plain;charset=utf-8'];
  const heads = [
    ...headsOf(sender, method, dialog, branch, toOf(dialog)),
    ...headers,
    ...(isInvite ? [contact] : []),
    ...(body === undefined ? [] : [type]),
  ];
  return buildWire(`${method} ${LINE_END}`, heads, body);
}

/** ACK. That of a refusal has the branch and the To of what was refused (RFC 3261 17.1.1.3). */
export function buildAck(sender: Sender, dialog: OwnDialog, branch: string, to = toOf(dialog)): Buffer {
  return buildWire(`ACK ${LINE_END}`, headsOf(sender, 'ACK', dialog, branch, to));
}

function toOf({ remoteTag }: OwnDialog): string {
  return remoteTag === '' ? '<sip:1111@localhost>' : `<sip:1111@localhost>;tag=${remoteTag}`;
}

function headsOf(
  { name, address }: Sender,
  method: string,
  { callId, localTag, cseq }: OwnDialog,
  branch: string,
  to: string,
): (readonly [string, string])[] {
  return [
    ['Via', `SIP/2.0/TCP ${name}.invalid;branch=${branch}`],
    ['Max-Forwards', '70'],
    ['From', `<sip:${address}>;tag=${localTag}`],
    ['To', to],
    ['Call-ID', callId],
    ['CSeq', `${cseq} ${method}`],
  ];
}
