import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import { readStoredConfiguration } from '../../services/configuration/stored-configuration.ts';
import type { RecordedRow, RecordStore } from '../../services/recorder/ports.ts';
import { ReaderConnection } from '../storage/reader-connection.ts';

/** The configuration in a store on which a server may be running; undefined when the store has none. */
export async function readConfigurationBeside(path: string, now: number): Promise<ConfigurationFile | undefined> {
  const connection = new ReaderConnection(path);
  try {
    const { rows: flat, lastSequence, lastTime } = connection.load(now);
    const rows: RecordedRow[] = [];
    for (let at = 0; at < flat.length; at += 3) {
      rows.push({ table: String(flat[at]), id: String(flat[at + 1]), body: String(flat[at + 2]) });
    }
    const reader: Pick<RecordStore, 'load'> = {
      load: async () => ({ rows, texts: [], answers: [], lastSequence, lastTime }),
    };
    return await readStoredConfiguration(reader, now);
  } finally {
    connection.close();
  }
}
