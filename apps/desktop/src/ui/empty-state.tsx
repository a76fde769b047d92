import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
}

/** Nothing is here: says why and what to do next. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div className="grid h-full place-items-center p-8 text-center">
      <div className="max-w-[340px]">
        <span className="mx-auto mb-3 grid size-12 place-items-center rounded-2xl bg-sunk text-ink-3">
          <Icon aria-hidden="true" className="size-6" strokeWidth={1.6} />
        </span>
        <p className="text-[15px] font-semibold">{title}</p>
        <div className="mt-1 text-ink-2">{children}</div>
      </div>
    </div>
  );
}
