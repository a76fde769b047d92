import type { LoadedRecord, RecordBatch, RecordStore } from '../recorder/ports.ts';

const NOTHING: LoadedRecord = { rows: [], texts: [], answers: [], lastSequence: 0, lastTime: undefined };

/** A store that is always empty: what is committed is shown to `kept` and forgotten. Nothing simulated reaches a disk. */
export function forgetfulStore(kept: (batch: RecordBatch) => void): RecordStore {
  return {
    load: async () => NOTHING,
    commit: async (batch) => kept(batch),
    readEvents: async () => [],
    readAllEvents: async () => [],
    readFirstSequence: async () => undefined,
    readTranscript: async () => [],
    readDocuments: async () => [],
    readAudit: async () => [],
    prune: async () => {},
    pruneAnswers: async () => {},
    close: async () => {},
  };
}
