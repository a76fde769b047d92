import { useSessionStore } from '../../stores/session/session-store.ts';
import { endSession } from '../../stores/session-actions.ts';
import { Button } from '../../ui/button.tsx';
import { LoginFrame } from '../shell/login-frame.tsx';

const roleWords: Record<string, string> = {
  administrator:
    'As administrator you need no desk. The tenant is configured in the configuration file that the server imports; its REST interface is described at /api/openapi.json.',
  application:
    'This account is for programs: they connect to the T-Library channel and register routing points, queues or DNs there. The REST interface is described at /api/openapi.json.',
  supervisor: 'You have no place of your own, so no chat can ring here. Ask your administrator for a place.',
  agent: 'You have no place, so no chat can ring here. Ask your administrator for a place.',
};

/** Signed in, but without a place: says what there is for this person. */
export function NoPlacePage() {
  const person = useSessionStore((state) => state.person);
  if (person === null) return null;
  return (
    <LoginFrame>
      <h1 className="text-[17px] font-bold tracking-tight">
        Hello {person.firstName === '' ? person.userName : person.firstName}
      </h1>
      <p className="mt-2 text-ink-2">{roleWords[person.role]}</p>
      <p className="mt-3 flex flex-wrap gap-x-4 gap-y-2">
        <a className="min-h-6 text-accent-ink underline" href="/api/openapi.json">
          REST description
        </a>
        <a className="min-h-6 text-accent-ink underline" href="/customer">
          Customer page
        </a>
      </p>
      <Button className="mt-4 w-full" onClick={() => endSession(null)}>
        Sign in as somebody else
      </Button>
    </LoginFrame>
  );
}
