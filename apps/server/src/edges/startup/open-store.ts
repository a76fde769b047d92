import { readFile } from 'node:fs/promises';
import type { Logger } from '../../base/logger.ts';
import { Configuration } from '../../domain/configuration/configuration.ts';
import { digestSecretOf } from '../../services/auth/digest/sip-accounts.ts';
import { hashPassword } from '../../services/auth/passwords.ts';
import { hashPasswords } from '../../services/configuration/hash-passwords.ts';
import { readConfigurationFile } from '../../services/configuration/load-configuration.ts';
import { readStoredConfiguration, storeConfiguration } from '../../services/configuration/stored-configuration.ts';
import type { RecordStore } from '../../services/recorder/ports.ts';
import { SqliteRecordStore } from '../storage/sqlite-record-store.ts';
import { type Environment, refuseUnsafeHost } from './read-environment.ts';
import { StartFailure } from './start-failure.ts';

/** Rejects with the sentence that names the variable. */
export async function openStore({ dataDir }: Environment, logger: Logger): Promise<RecordStore> {
  try {
    return await SqliteRecordStore.open({ dataDir, logger });
  } catch (error) {
    throw new StartFailure(
      `CORDBOARD_DATA_DIR is ${dataDir}, which cannot be used: ${String(error instanceof Error ? error.message : error)}`,
    );
  }
}

/** What the store holds; an empty store takes over the configuration that CORDBOARD_CONFIG names. */
export async function loadConfiguration(
  store: RecordStore,
  environment: Environment,
  now: number,
): Promise<Configuration> {
  const stored = await readStoredConfiguration(store, now);
  if (stored !== undefined) return new Configuration(stored);
  const read = await readConfigurationFile(environment.config, (path) => readFile(path, 'utf8'));
  if (!read.ok) throw new StartFailure(`CORDBOARD_CONFIG is ${environment.config}: ${read.failure}`);
  refuseUnsafeHost(environment.host, read.value.demo);
  const file = await hashPasswords(read.value, {
    hash: hashPassword,
    digest: digestSecretOf,
    realm: environment.sipDomain,
  });
  await storeConfiguration(store, file, now);
  return new Configuration(file);
}
