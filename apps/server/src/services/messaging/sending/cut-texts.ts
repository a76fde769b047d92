import type { Flow } from '../../../protocols/sip/transactions/sip-transport.ts';
import type { CustomerLeg } from '../../switch/leg.ts';
import { splitText } from '../bodies/split-text.ts';
import { bodyBytesMax } from './text-room.ts';

/** What was whole for another way may be too long for this one. */
export function cutFor(leg: CustomerLeg, flow: Flow): CustomerLeg {
  const bytesMax = bodyBytesMax({ ...leg, flow });
  const outbox = leg.outbox.flatMap((item) => {
    if (item.kind !== 'text' || item.parts > 1 || Buffer.byteLength(item.body) <= bytesMax) return [item];
    const [prefix = ''] = /^\[[^\]]*\] /.exec(item.isAutomatic === true ? '' : item.body) ?? [];
    const bodies = splitText(prefix, item.body.slice(prefix.length), bytesMax);
    return bodies.map((body, position) => ({ ...item, part: position + 1, parts: bodies.length, body }));
  });
  return { ...leg, outbox };
}
