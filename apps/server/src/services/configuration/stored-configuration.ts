import { type ConfigurationFile, configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import type { RecordStore } from '../recorder/ports.ts';

const TABLE = 'configuration';
const ID = 'main';

/**
 * The configuration that the store holds; undefined in an empty store. What an older version did not know has the value that it
 * has when a file says nothing. Throws when the schema does not take it.
 */
export async function readStoredConfiguration(
  store: Pick<RecordStore, 'load'>,
  now: number,
): Promise<ConfigurationFile | undefined> {
  const { rows } = await store.load(now);
  const row = rows.find((candidate) => candidate.table === TABLE && candidate.id === ID);
  return row?.body == null ? undefined : configurationFileSchema.parse(JSON.parse(row.body));
}

/** Puts a configuration, whose passwords are hashed, into the store. */
export async function storeConfiguration(store: RecordStore, file: ConfigurationFile, now: number): Promise<void> {
  const row = { table: TABLE, id: ID, body: JSON.stringify(file) };
  await store.commit({ rows: [row], events: [], texts: [], answers: [], documents: [], time: now });
}
