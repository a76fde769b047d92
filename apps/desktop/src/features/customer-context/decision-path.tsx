import type { DecisionRecord } from '@cordboard/shared/routing/decision-record';
import { stepWords } from './decision-words.ts';

/** The path through the strategy: each block with what it decided. Records of earlier versions have the names only. */
export function DecisionPath({ record: { path, steps = [], time } }: { readonly record: DecisionRecord }) {
  if (steps.length === 0) {
    return path.length === 0 ? null : <p className="mt-1 text-ink-2">{path.join(' → ')}</p>;
  }
  return (
    <ol aria-label="Path" className="mt-1.5 space-y-1 border-l border-line pl-2.5">
      {steps.map((step, index) => (
        // A loop comes by a block more than once, and a path is never changed.
        // biome-ignore lint/suspicious/noArrayIndexKey: the place on the path is what a step is
        <li key={index} className="wrap-anywhere">
          <b className="font-semibold">{step.block}</b>
          <span className="text-ink-2"> {stepWords(step, steps[index + 1]?.at ?? time)}</span>
        </li>
      ))}
    </ol>
  );
}
