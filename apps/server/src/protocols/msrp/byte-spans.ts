/** A part of a message: from 0, `to` not included. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The spans with one more, in order; those that touch it become one with it. */
export function insertSpan(spans: readonly Span[], added: Span): readonly Span[] {
  const touching = spans.filter(({ from, to }) => from <= added.to && to >= added.from);
  const merged = {
    from: Math.min(added.from, ...touching.map(({ from }) => from)),
    to: Math.max(added.to, ...touching.map(({ to }) => to)),
  };
  const before = spans.filter(({ to }) => to < added.from);
  const after = spans.filter(({ from }) => from > added.to);
  return [...before, merged, ...after];
}
