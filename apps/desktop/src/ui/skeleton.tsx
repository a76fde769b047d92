import { classNames } from '../lib/class-names.ts';

/** A grey bar where text will be. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden="true" className={classNames('block h-3.5 animate-pulse rounded bg-sunk', className)} />;
}
