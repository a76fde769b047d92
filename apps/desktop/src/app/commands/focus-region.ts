const focusable =
  'textarea:not(:disabled), button:not(:disabled), input:not(:disabled), select:not(:disabled), a[href], [tabindex="0"]';

function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** F6: from region to region, round the page; in a chat the composer is what one goes for. */
export function focusNextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(isShown);
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  const from = current < 0 && step === -1 ? 0 : current;
  for (let distance = 1; distance <= regions.length; distance++) {
    const region = regions[(from + step * distance + regions.length * distance) % regions.length];
    const inside = [...(region?.querySelectorAll<HTMLElement>(focusable) ?? [])].filter(isShown);
    const goal = inside.find((element) => element.tagName === 'TEXTAREA') ?? inside[0];
    if (goal !== undefined) {
      goal.focus();
      return;
    }
  }
}
