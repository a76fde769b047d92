import type { ReactNode } from 'react';
import { Logo } from '../../ui/logo.tsx';

/** The card in the middle of an empty page. */
export function LoginFrame({ children }: { readonly children: ReactNode }) {
  return (
    <main className="flex min-h-full flex-col items-center overflow-auto bg-bg px-4 pt-[8vh] pb-8">
      <div className="mb-6 flex items-center gap-2.5 text-[15px] font-bold tracking-tight">
        <Logo />
        Cordboard
      </div>
      <div className="w-full max-w-[340px] rounded-2xl border border-line bg-surface p-[22px]">{children}</div>
    </main>
  );
}
