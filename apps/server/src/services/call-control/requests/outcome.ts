import type { Refusal } from '@cordboard/shared/errors';
import type { DnEvent, TEvent } from '@cordboard/shared/tlib/events';

/** What came of a request: a stored event that is its answer, an answer for the asking client alone (and what it is told with it), or a refusal. */
export type Outcome =
  | { readonly kind: 'answered'; readonly event: DnEvent }
  | {
      readonly kind: 'replied';
      readonly event: TEvent;
      readonly followedBy: readonly TEvent[];
      /** Not kept for a repeat, which may do it again. */
      readonly isForgotten?: true;
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export function answered(event: DnEvent): Outcome {
  return { kind: 'answered', event };
}

export function replied(event: TEvent, followedBy: readonly TEvent[] = []): Outcome {
  return { kind: 'replied', event, followedBy };
}

/** An answer that is not kept: a repeat does it again. */
export function forgotten(event: TEvent): Outcome {
  return { kind: 'replied', event, followedBy: [], isForgotten: true };
}

export function refused(refusal: Refusal): Outcome {
  return { kind: 'refused', refusal };
}
