import type { DesktopSettings, PlaceDn, PlaceView } from '@cordboard/shared/rest/endpoints';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ApiError } from '../../api/rest-client.ts';
import { RequestRefused } from '../../gateway/request-desk.ts';
import { plural } from '../../lib/plural.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { endSession, logInAgent, signIn } from '../../stores/session-actions.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { FormError } from './form-error.tsx';
import { MediumBlock, type MediumEntry } from './medium-block.tsx';

interface MediaFormProps {
  /** Known until the page is reloaded; without it the place cannot be changed. */
  readonly password: string | null;
  /** Sound and notifications. */
  readonly permissions: ReactNode;
}

/** Step 2: where, and for which media. */
export function MediaForm({ password, permissions }: MediaFormProps) {
  const { person, place, settings } = useSessionStore();
  if (person === null || place === null || settings === null) return null;
  return <PlaceForm key={place.name} {...{ person, place, settings, password, permissions }} />;
}

type PlaceFormProps = MediaFormProps & {
  readonly person: { userName: string; agentLogins: readonly { id: string; code: string }[] };
  readonly place: PlaceView;
  readonly settings: DesktopSettings;
};

function PlaceForm({ person, place, settings, password, permissions }: PlaceFormProps) {
  // IM comes first: it is what this desk is for.
  const directoryNumbers = [...place.directoryNumbers].sort((left, right) => Number(right.im) - Number(left.im));
  const [entries, setEntries] = useState(() => initialEntries(directoryNumbers, person.agentLogins, settings));
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [isElsewhere, setIsElsewhere] = useState(false);
  const channel = useConnectionStore((state) => state.status);
  const ticked = directoryNumbers.filter(({ number }) => entries[number]?.isTicked === true);

  const attempt = async (action: () => Promise<void>): Promise<void> => {
    setIsPending(true);
    setFailure(null);
    setIsElsewhere(false);
    try {
      await action();
    } catch (error) {
      const isKnown = error instanceof ApiError || error instanceof RequestRefused;
      setIsElsewhere(error instanceof RequestRefused && error.code === 'AgentLoggedInElsewhere');
      setFailure(isKnown ? error.message : 'Something went wrong on this page. Reload it.');
    } finally {
      setIsPending(false);
    }
  };

  const changePlace = (name: string): void => {
    if (password !== null) void attempt(() => signIn({ userName: person.userName, password, place: name }));
  };

  const logIn = (isTakeOver: boolean): void => {
    const choices = ticked.map(({ number }) => ({
      dn: number,
      agentID: entries[number]?.agentID ?? '',
      queue: entries[number]?.queue ?? '',
    }));
    void attempt(() => logInAgent(choices, isTakeOver));
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    logIn(false);
  };

  return (
    <form onSubmit={submit} aria-label="Place and media">
      <h1 className="text-[17px] font-bold tracking-tight">Sign in</h1>
      <p className="text-xs text-ink-2">{placeWords(place)}</p>
      <TextField className="mt-3" label="User name" value={person.userName} readOnly />
      <SelectField
        className="mt-3"
        label="Place"
        autoFocus
        value={place.name}
        disabled={isPending || password === null}
        title={password === null ? 'Sign in again to change the place' : undefined}
        options={settings.places.map(({ name }) => ({ value: name, words: name }))}
        onChange={(event) => changePlace(event.target.value)}
      />
      {directoryNumbers.map((placeDn) => (
        <MediumBlock
          key={placeDn.number}
          placeDn={placeDn}
          entry={entries[placeDn.number] ?? { isTicked: false, agentID: '', queue: '' }}
          agentLogins={person.agentLogins}
          queues={settings.queues}
          hint={hintOf(placeDn, settings)}
          onChange={(entry) => setEntries({ ...entries, [placeDn.number]: entry })}
        />
      ))}
      {failure !== null && <FormError>{failure}</FormError>}
      {isElsewhere && (
        <Button className="mt-2 w-full" onClick={() => logIn(true)}>
          Log in here and end the other login
        </Button>
      )}
      {isPending && (channel === 'lost' || channel === 'refused') && (
        <FormError>The server does not answer. Trying again…</FormError>
      )}
      <Button
        type="submit"
        look="primary"
        className="mt-4 min-h-10 w-full"
        isPending={isPending}
        disabled={ticked.length === 0}
        title={ticked.length === 0 ? 'Tick at least one medium' : undefined}
      >
        {isPending ? 'Logging in…' : 'Log in'}
      </Button>
      {ticked.length === 0 && <p className="mt-1.5 text-xs text-ink-2">Tick at least one medium to log in.</p>}
      <div className="mt-2.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-2">
        {permissions}
        <button type="button" className="ml-auto min-h-6 text-accent-ink underline" onClick={() => endSession(null)}>
          Not {person.userName}?
        </button>
      </div>
    </form>
  );
}

function placeWords({ name, directoryNumbers }: PlaceView): string {
  const [first] = directoryNumbers;
  if (first === undefined) return `Place ${name}: no DN`;
  if (directoryNumbers.length > 1)
    return `Place ${name}: ${directoryNumbers.length === 2 ? 'two' : directoryNumbers.length} DNs`;
  if (first.im && first.voice) return `Place ${name}: one DN for IM and voice`;
  return `Place ${name}: one DN for ${first.im ? 'IM only' : 'voice only'}`;
}

/** IM DNs come ticked, a DN that carries nothing but voice does not. */
function initialEntries(
  directoryNumbers: readonly PlaceDn[],
  agentLogins: readonly { readonly id: string }[],
  settings: DesktopSettings,
): Record<string, MediumEntry> {
  const agentID = agentLogins[0]?.id ?? '';
  const queue = settings.queues[0] ?? '';
  return Object.fromEntries(directoryNumbers.map(({ number, im }) => [number, { isTicked: im, agentID, queue }]));
}

function hintOf({ im, voice }: PlaceDn, { chatMax, voiceMax, waiting }: DesktopSettings): string | null {
  if (!im) return voice ? plural(voiceMax, 'voice slot') : null;
  const queues = waiting.map(({ virtualQueue, waiting: count }) => `${virtualQueue} ${count} waiting`);
  return [plural(chatMax, 'chat slot'), ...queues].join(' · ');
}
