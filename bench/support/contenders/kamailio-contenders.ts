import { findFreePort } from '../../../apps/server/test/interop/support/free-port.ts';
import { customers, sendTexts } from '../crowds/text-load.ts';
import { type Contender, measureRound } from '../measuring/contender.ts';
import { cpuSecondsOfTree } from '../measuring/process-usage.ts';
import { type Kamailio, startMessageSilo } from '../servers/kamailio.ts';
import { type Postgres, startPostgres } from '../servers/postgres.ts';

/** A Kamailio under the same MESSAGEs from the same customers. */
export async function prepareKamailio(
  kamailio: Kamailio,
  options: { readonly name: string; readonly does: string; readonly chats: number; readonly database?: Postgres },
): Promise<Contender> {
  const target = {
    targetPort: kamailio.sipPort,
    localPort: await findFreePort(),
    users: customers(options.chats),
  };
  const roots = [kamailio.processId, ...(options.database === undefined ? [] : [options.database.processId])];
  const cpuSeconds = async () =>
    (await Promise.all(roots.map(cpuSecondsOfTree))).reduce((sum, seconds) => sum + seconds, 0);
  return {
    name: options.name,
    does: options.does,
    limits: 'no pike, no ratelimit',
    measure: (load) => measureRound(cpuSeconds, () => sendTexts(target, load)),
  };
}

/** Kamailio's message silo and the PostgreSQL that it stores in. */
export async function startSiloOnPostgres(): Promise<{ readonly kamailio: Kamailio; readonly database: Postgres }> {
  const database = await startPostgres();
  try {
    await database.createDatabase('silo');
    for (const tables of ['standard', 'msilo']) {
      await database.query('silo', { file: `/usr/share/kamailio/postgres/${tables}-create.sql` });
    }
    const kamailio = await startMessageSilo(`postgres://postgres:none@127.0.0.1:${database.port}/silo`);
    return { kamailio, database };
  } catch (failure) {
    await database.stop();
    throw failure;
  }
}
