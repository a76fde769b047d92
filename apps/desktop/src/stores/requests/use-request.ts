import type { TEvent } from '@cordboard/shared/tlib/events';
import { useState } from 'react';
import { type Asked, RequestRefused } from '../../gateway/request-desk.ts';
import { ask } from './pending-store.ts';

export interface Request {
  readonly isPending: boolean;
  /** Why the last one was refused, in the server's words. */
  readonly failure: string | null;
  /** Resolves with the answer; undefined when refused. */
  readonly send: (asked: Asked) => Promise<TEvent | undefined>;
  readonly clear: () => void;
}

/** A request of a form: its refusal is said there and nowhere else. */
export function useRequest(): Request {
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async (asked: Asked): Promise<TEvent | undefined> => {
    setIsPending(true);
    setFailure(null);
    try {
      return await ask(asked);
    } catch (error) {
      if (!(error instanceof RequestRefused)) throw error;
      setFailure(error.message);
      return undefined;
    } finally {
      setIsPending(false);
    }
  };
  return { isPending, failure, send, clear: () => setFailure(null) };
}
