import { Arrivals, timedText } from '../measuring/arrivals.ts';
import { type Contender, measureRound } from '../measuring/contender.ts';
import { PacedSending } from '../measuring/paced-sending.ts';
import { cpuSecondsOfTree } from '../measuring/process-usage.ts';
import { calibrateWallClock } from '../measuring/wall-clock.ts';
import { type Ejabberd, startEjabberd } from '../servers/ejabberd.ts';
import { XmppConnection } from '../servers/xmpp-connection.ts';

const PASSWORD = 'demo';
const LOGINS_AT_ONCE = 8;

/** ejabberd and so many pairs of users, of whom the first writes to the second. */
export async function startXmppPairs(
  pairs: number,
): Promise<{ readonly contender: Contender; readonly ejabberd: Ejabberd }> {
  const users = Array.from({ length: pairs }, (_, pair) => [`a${pair}`, `b${pair}`]).flat();
  const ejabberd = await startEjabberd(users, PASSWORD);
  const connections = new Map<string, XmppConnection>();
  const next = users.values();
  const logInRest = async () => {
    for (const user of next) connections.set(user, await XmppConnection.logIn(ejabberd.xmppPort, user, PASSWORD));
  };
  const stop = async () => {
    for (const connection of connections.values()) connection.close();
    await ejabberd.stop();
  };
  try {
    await Promise.all(Array.from({ length: LOGINS_AT_ONCE }, logInRest));
  } catch (failure) {
    await stop();
    throw failure;
  }
  let rounds = 0;
  const cpuSeconds = async () =>
    (await cpuSecondsOfTree(ejabberd.processId)) + (await cpuSecondsOfTree(ejabberd.database.processId));
  const contender: Contender = {
    name: 'ejabberd, PostgreSQL',
    does: 'archived twice (PostgreSQL), delivered, not answered',
    limits: 'no shaper',
    measure(load) {
      rounds += 1;
      const now = calibrateWallClock();
      const arrivals = new Arrivals(now);
      const sending = new PacedSending((number) => {
        const pair = number % pairs;
        connections.get(`a${pair}`)?.write(`b${pair}`, timedText(now(), `r${rounds}x${number}`));
      });
      for (let pair = 0; pair < pairs; pair += 1) {
        const receiver = connections.get(`b${pair}`);
        if (receiver === undefined) throw new Error(`b${pair} is not logged in`);
        receiver.onBody = (body) => {
          const [round, number] = (body.split(' ', 3)[2] ?? '').slice(1).split('x').map(Number);
          if (round !== rounds) return;
          arrivals.receive(body);
          sending.answered(number ?? Number.NaN);
        };
      }
      return measureRound(cpuSeconds, () => sending.run(load), arrivals);
    },
  };
  return { contender, ejabberd: { ...ejabberd, stop } };
}
