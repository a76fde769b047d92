import { expect, test } from 'vitest';
import { demoConfiguration } from '../../../test/support/centre/test-world.ts';
import { MemoryRecordStore } from '../../../test/support/fakes/memory-record-store.ts';
import { readStoredConfiguration, storeConfiguration } from './stored-configuration.ts';

const { file } = demoConfiguration();

test('[RE31] what was stored is read, and nothing is in an empty store', async () => {
  const store = new MemoryRecordStore();
  expect(await readStoredConfiguration(store, 0)).toBeUndefined();
  await storeConfiguration(store, file, 1);
  expect(await readStoredConfiguration(store, 0)).toEqual(file);
});

test('[RE31] a configuration of an older version gets the defaults of what it did not know', async () => {
  const store = new MemoryRecordStore();
  const { trustedPeers: _unknown, statistics: _later, ...old } = file;
  const options = { ...file.tenant.options } as Partial<typeof file.tenant.options>;
  delete options['md5-only-clients'];
  const body = JSON.stringify({ ...old, tenant: { ...file.tenant, options } });
  const empty = { events: [], texts: [], answers: [], documents: [], time: 1 };
  await store.commit({ ...empty, rows: [{ table: 'configuration', id: 'main', body }] });
  const read = await readStoredConfiguration(store, 0);
  expect(read?.trustedPeers).toEqual([]);
  expect(read?.statistics).toEqual(file.statistics);
  expect(read?.tenant.options['md5-only-clients']).toEqual(file.tenant.options['md5-only-clients']);
});
