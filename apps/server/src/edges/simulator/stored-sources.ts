import type { ConfigurationFile } from '@cordboard/shared/configuration/configuration-file';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import type { AssignedStrategy } from '../../domain/configuration/assigned-strategy.ts';
import type { ChangedDn } from '../../domain/configuration/changed-dn.ts';
import { Configuration } from '../../domain/configuration/configuration.ts';
import { ConfigurationInForce } from '../../domain/configuration/configuration-in-force.ts';
import type { DeletedStrategy, StrategyVersion } from '../../domain/configuration/strategy-version.ts';
import { readStoredConfiguration } from '../../services/configuration/stored-configuration.ts';
import type { RecordedRow, RecordStore } from '../../services/recorder/ports.ts';
import { ReaderConnection } from '../storage/reader/reader-connection.ts';

/** What a store has for a simulation. */
export interface StoredSources {
  /** The configuration as it is now, with what was changed since the import. */
  readonly file: ConfigurationFile;
  readonly drafts: readonly Strategy[];
}

/** What is in a store on which a server may be running; undefined when the store has no configuration. */
export async function readSourcesBeside(path: string, now: number): Promise<StoredSources | undefined> {
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
    const imported = await readStoredConfiguration(reader, now);
    return imported === undefined ? undefined : sourcesOf(imported, rows);
  } finally {
    connection.close();
  }
}

function sourcesOf(imported: ConfigurationFile, rows: readonly RecordedRow[]): StoredSources {
  const bodiesOf = <Row>(table: string): readonly Row[] =>
    rows.flatMap((row) => (row.table === table && row.body !== null ? [JSON.parse(row.body) as Row] : []));
  const inForce = new ConfigurationInForce(new Configuration(imported));
  const versions = bodiesOf<StrategyVersion>('strategyVersions');
  for (const version of versions) inForce.replace(undefined, version);
  for (const deleted of bodiesOf<DeletedStrategy>('deletedStrategies')) {
    inForce.deletedStrategies.replace(undefined, deleted);
  }
  for (const assigned of bodiesOf<AssignedStrategy>('assignedStrategies')) {
    inForce.assignedStrategies.replace(undefined, assigned);
  }
  for (const dn of bodiesOf<ChangedDn>('changedDns')) inForce.dnOptions.replace(undefined, dn);
  return {
    file: inForce.current.file,
    drafts: versions.flatMap(({ state, strategy }) => (state === 'draft' ? [strategy] : [])),
  };
}
