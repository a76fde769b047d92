import { type FormEvent, useEffect, useState } from 'react';
import { ApiError } from '../../api/rest-client.ts';
import { formatWait } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { signIn } from '../../stores/session-actions.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { FormError } from './form-error.tsx';

interface Failure {
  readonly words: string;
  /** Server time until which the server refuses to look. */
  readonly until: number | null;
}

interface CredentialsFormProps {
  /** Told before the answer comes, so that the place picker, which needs it to change the place, is usable at once. */
  readonly onPassword: (password: string) => void;
}

/** Step 1: who. */
export function CredentialsForm({ onPassword }: CredentialsFormProps) {
  const notice = useSessionStore((state) => state.notice);
  const [userName, setUserName] = useState('');
  const [password, setPassword] = useState('');
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const now = useNow();
  const blockedMs = failure?.until == null ? 0 : Math.max(0, failure.until - now);

  useEffect(() => {
    if (failure?.until != null && failure.until <= now) setFailure(null);
  }, [failure, now]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isPending || blockedMs > 0) return;
    if (userName === '' || password === '') {
      setFailure({ words: 'Enter your user name and password.', until: null });
      return;
    }
    setIsPending(true);
    setFailure(null);
    onPassword(password);
    try {
      await signIn({ userName, password });
    } catch (error) {
      setFailure(inWords(error, now));
    } finally {
      setIsPending(false);
    }
  };

  const words = failure === null ? notice : failure.words;
  return (
    <form onSubmit={submit} aria-label="Sign in" noValidate>
      <h1 className="text-[17px] font-bold tracking-tight">Sign in</h1>
      <p className="text-xs text-ink-2">to your Cordboard desk</p>
      <TextField
        className="mt-3"
        label="User name"
        name="userName"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        value={userName}
        onChange={(event) => setUserName(event.target.value)}
      />
      <TextField
        className="mt-3"
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {words !== null && (
        <FormError>
          {words}
          {blockedMs > 0 && <span className="num"> Try again in {formatWait(blockedMs)}.</span>}
        </FormError>
      )}
      <Button
        type="submit"
        look="primary"
        className="mt-4 min-h-10 w-full"
        isPending={isPending}
        disabled={blockedMs > 0}
      >
        {isPending ? 'Signing in…' : 'Next'}
      </Button>
    </form>
  );
}

function inWords(error: unknown, now: number): Failure {
  if (!(error instanceof ApiError)) return { words: 'Something went wrong on this page. Reload it.', until: null };
  if (error.status === 401) return { words: 'User name or password is wrong.', until: null };
  if (error.status === 429)
    return { words: 'Too many wrong passwords.', until: now + (error.retryAfterSeconds ?? 30) * 1000 };
  return { words: error.message, until: null };
}
