import { useSessionStore } from '../../stores/session/session-store.ts';
import { Avatar } from '../../ui/avatar.tsx';

/** Who is logged in, and at which place. */
export function PersonMark() {
  const person = useSessionStore((state) => state.person);
  const place = useSessionStore((state) => state.place);
  const name = [person?.firstName, person?.lastName].filter(Boolean).join(' ') || (person?.userName ?? '');
  return (
    <span title={`${name} · place ${place?.name ?? '–'}`} className="max-sm:hidden">
      <Avatar name={name} />
      <span className="sr-only">
        {name}, place {place?.name}
      </span>
    </span>
  );
}
