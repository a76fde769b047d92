/** Two letters for an avatar: `Maya Ross` → MR, `jdoe@example.net` → JD, `1007` → 10. */
export function initials(name: string): string {
  const words = (name.split('@')[0] ?? '').split(/[\s._-]+/).filter((word) => word !== '');
  const first = words[0] ?? '?';
  const second = words[1];
  const letters = second === undefined ? first.slice(0, 2) : first.slice(0, 1) + second.slice(0, 1);
  return letters.toUpperCase();
}
