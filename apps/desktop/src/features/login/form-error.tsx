import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export function FormError({ children }: { readonly children: ReactNode }) {
  return (
    <p role="alert" className="mt-3 flex gap-2 rounded-[9px] bg-danger-soft px-2.5 py-2 text-[13px] text-danger">
      <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
