/** Texts in pieces for a way that has little room (ME9), and whole again for one that has more. */
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { CustomerLeg, OutgoingItem } from '../../switch/rows/leg.ts';
import { splitText } from '../bodies/split-text.ts';
import { bodyBytesMax } from './text-room.ts';

/** What was whole for another way may be too long for this one. */
export function cutFor(leg: CustomerLeg, flow: Flow): CustomerLeg {
  const bytesMax = bodyBytesMax({ ...leg, flow });
  const outbox = leg.outbox.flatMap((item) => {
    if (item.kind !== 'text' || item.parts > 1 || Buffer.byteLength(item.body) <= bytesMax) return [item];
    const { body: whole, prefixLength = 0 } = item;
    const bodies = splitText(whole.slice(0, prefixLength), whole.slice(prefixLength), bytesMax);
    return bodies.map((body, position) => ({ ...item, part: position + 1, parts: bodies.length, body }));
  });
  return { ...leg, outbox };
}

/** What waits, its first text whole if it was cut for another way, none of it is out yet, and there is room for it now: `room` in bytes. */
export function withFirstWhole(outbox: readonly OutgoingItem[], room: () => number): readonly OutgoingItem[] {
  const [first] = outbox;
  if (first?.kind !== 'text' || first.parts === 1 || first.part !== 1) return outbox;
  const { messageId, parts, prefixLength = 0 } = first;
  const pieces = outbox.flatMap((item) => (item.kind === 'text' && item.messageId === messageId ? [item] : []));
  if (pieces.length !== parts) return outbox;
  const body = pieces.map((piece) => (piece === first ? piece.body : piece.body.slice(prefixLength))).join('');
  if (Buffer.byteLength(body) > room()) return outbox;
  return [{ ...first, parts: 1, body }, ...outbox.slice(parts)];
}
