import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import { create } from 'zustand';
import { sendRequest } from '../../gateway/channel.ts';
import { RequestRefused } from '../../gateway/request-desk.ts';
import { randomId } from '../../lib/random-id.ts';
import { serverNow } from '../../lib/server-clock.ts';
import { readStored, writeStored } from '../../lib/stored-value.ts';

/** A text that the server has not stored yet. It keeps its requestID, so sending it twice stores it once. */
export interface OutboxText {
  readonly requestID: string;
  readonly connID: string;
  readonly dn: string;
  readonly im: string;
  /** To the supervisor alone. */
  readonly isWhisper?: true;
  readonly time: number;
  readonly failure: string | null;
}

interface OutboxState {
  readonly texts: readonly OutboxText[];
}

const STORAGE_KEY = 'cordboard.outbox';
const storage = (): Storage => sessionStorage;

export const useOutboxStore = create<OutboxState>(() => ({ texts: [] }));

function change(next: (texts: readonly OutboxText[]) => readonly OutboxText[]): void {
  useOutboxStore.setState(({ texts }) => ({ texts: next(texts) }));
  const { texts } = useOutboxStore.getState();
  writeStored(storage, STORAGE_KEY, texts.length === 0 ? undefined : texts);
}

/** Puts a text into the outbox and on its way. */
export function sendText(dn: string, connID: string, im: string, kind: 'text' | 'whisper' = 'text'): void {
  const whisper = kind === 'whisper' ? ({ isWhisper: true } as const) : {};
  const text = { requestID: randomId(), connID, dn, im, ...whisper, time: serverNow(), failure: null };
  change((texts) => [...texts, text]);
  post(text);
}

/** Sends a refused text again under the same requestID: refusals are not kept, a stored text is not stored twice. */
export function retryText(requestID: string): void {
  const text = useOutboxStore.getState().texts.find((candidate) => candidate.requestID === requestID);
  if (text === undefined || text.failure === null) return;
  change((texts) => texts.map((each) => (each === text ? { ...text, failure: null } : each)));
  post(text);
}

export function discardText(requestID: string): void {
  change((texts) => texts.filter((text) => text.requestID !== requestID));
}

/** After a reload of the page: what was on its way goes on its way again. */
export function restoreOutbox(): void {
  const texts = readStored<readonly OutboxText[]>(storage, STORAGE_KEY) ?? [];
  useOutboxStore.setState({ texts });
  for (const text of texts) if (text.failure === null) post(text);
}

export function clearOutbox(): void {
  change(() => []);
}

function post(text: OutboxText): void {
  const { requestID, dn, connID, im, isWhisper } = text;
  sendRequest({
    name: 'TPrivateService',
    requestID,
    thisDN: dn,
    connID,
    serviceID: PrivateMsgId.Text,
    extensions: isWhisper === true ? { im, whisper: true } : { im },
  }).then(
    () => discardText(requestID),
    (error: unknown) => {
      const failure = error instanceof RequestRefused ? error.message : 'It could not be sent.';
      change((texts) => texts.map((each) => (each.requestID === requestID ? { ...each, failure } : each)));
    },
  );
}
