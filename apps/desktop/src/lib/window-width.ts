/** From this width on the customer panel is a column of its own. */
export const WIDE_QUERY = '(min-width: 1280px)';
/** Below 768 px one pane is shown at a time. */
export const NARROW_QUERY = '(max-width: 767px)';

export function isWideWindow(): boolean {
  return window.matchMedia(WIDE_QUERY).matches;
}
/** From this width on the live view stands beside the team, below it in its place. */
export const DOCK_QUERY = '(min-width: 1024px)';
