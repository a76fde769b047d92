import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import { sendRequest } from '../../gateway/channel.ts';
import { useConnectionStore } from '../session/connection-store.ts';

/** Where somebody at this desk writes. */
interface Place {
  readonly dn: string;
  readonly connID: string;
  /** To the supervisor alone. */
  readonly isWhisper: boolean;
}

interface Writing {
  /** When it was said last, in ms. */
  saidAt: number;
  stop: ReturnType<typeof setTimeout>;
}

/** Without a key for so long one has stopped (RFC 3994 3.2). */
const IDLE_AFTER_MS = 15_000;
/** Who goes on writing says so again. */
const SAY_AGAIN_MS = 50_000;

const writings = new Map<string, Writing>();

function keyOf({ connID, isWhisper }: Place): string {
  return isWhisper ? `${connID} whisper` : connID;
}

/** A key was pressed in a composer: those who would read the text see that one writes. */
export function noteTyping(place: Place, draft: string): void {
  if (draft.trim() === '') {
    stopTyping(place);
    return;
  }
  const key = keyOf(place);
  const present = writings.get(key);
  clearTimeout(present?.stop);
  const now = Date.now();
  const isSaid = present !== undefined && now - present.saidAt < SAY_AGAIN_MS;
  if (!isSaid) say(place, 'active');
  const stop = setTimeout(() => stopTyping(place), IDLE_AFTER_MS);
  writings.set(key, { saidAt: isSaid ? present.saidAt : now, stop });
}

/** One writes no more: the composer is empty, left, or was not touched for a while. */
export function stopTyping(place: Place): void {
  if (forget(place)) say(place, 'idle');
}

/** The text was sent, which says enough. */
export function textSent(place: Place): void {
  forget(place);
}

function forget(place: Place): boolean {
  const key = keyOf(place);
  clearTimeout(writings.get(key)?.stop);
  return writings.delete(key);
}

/** Only while connected: nobody needs to know later. A refusal means that nobody would read it. */
function say({ dn, connID, isWhisper }: Place, isComposing: 'active' | 'idle'): void {
  if (useConnectionStore.getState().status !== 'live') return;
  sendRequest({
    name: 'TPrivateService',
    thisDN: dn,
    connID,
    serviceID: PrivateMsgId.Typing,
    extensions: isWhisper ? { isComposing, whisper: true } : { isComposing },
  }).catch(() => {});
}
