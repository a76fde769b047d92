import type { ReactNode } from 'react';

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded-md border border-line px-1.5 font-sans text-[11px] whitespace-nowrap text-ink-3">
      {children}
    </kbd>
  );
}
