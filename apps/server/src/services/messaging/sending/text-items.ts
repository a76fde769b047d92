import type { MessageId } from '@cordboard/shared/ids';
import type { OutgoingItem } from '../../switch/rows/leg.ts';

type TextItem = OutgoingItem & { readonly kind: 'text' };

/** A text as it waits to go, in the pieces into which it was cut. */
export function textItems(
  messageId: MessageId,
  bodies: readonly string[],
  writer: Pick<TextItem, 'prefixLength' | 'isAutomatic'> = {},
): readonly TextItem[] {
  const parts = bodies.length;
  return bodies.map((body, position) => ({ kind: 'text', messageId, part: position + 1, parts, body, ...writer }));
}
