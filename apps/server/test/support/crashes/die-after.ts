import type { RecordStore } from '../../../src/services/recorder/ports.ts';

/** What becomes of the commit that is under way when the power goes. */
export type UnderWay = 'lost' | 'kept';

/**
 * Lets the store take this many commits; the next one is under way when the power goes, and nothing is stored after it.
 * Says whether that has happened.
 */
export function dieAfter(store: Pick<RecordStore, 'commit'>, commits: number, underWay: UnderWay): () => boolean {
  const commit = store.commit.bind(store);
  let left = commits;
  let isDead = false;
  store.commit = (batch) => {
    if (left > 0) {
      left -= 1;
      return commit(batch);
    }
    if (!isDead && underWay === 'kept') void commit(batch);
    isDead = true;
    return new Promise(() => {});
  };
  return () => isDead;
}
