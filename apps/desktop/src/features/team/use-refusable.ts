import { useState } from 'react';

/** Asks for something that may be refused: waits for the answer, keeps the words of a refusal, and closes when there are none. */
export function useRefusable(onDone: () => void) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const settle = async (asking: Promise<string | null>): Promise<void> => {
    setIsPending(true);
    const words = await asking;
    setIsPending(false);
    setRefusal(words);
    if (words === null) onDone();
  };
  return { refusal, isPending, settle };
}
