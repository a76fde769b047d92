export function Logo() {
  return (
    <span aria-hidden="true" className="grid size-[30px] place-items-center rounded-lg bg-ink font-bold text-surface">
      C
    </span>
  );
}
