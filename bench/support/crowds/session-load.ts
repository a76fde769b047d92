import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Sipp, startSipp } from '../../../apps/server/test/interop/support/sipp.ts';
import type { Load, Sent } from '../measuring/contender.ts';
import { routingPoint } from '../servers/bench-configuration.ts';
import type { AgentFleet } from './agent-fleet.ts';
import { waitForChats } from './open-chats.ts';
import type { TextTarget } from './text-load.ts';

const SCENARIO = fileURLToPath(new URL('../../scenarios/session-texts.xml', import.meta.url));
const OPEN_RATE = 100;
/** What may pass between the last INVITE and the first text. */
const ANSWERS_MS = 4_000;
/** SIPp waits this long between the last text and BYE. */
const BEFORE_BYE_MS = 1_500;

/** INVITE sessions that are open with an agent and will write from `startAt` on. */
export interface OpenSessions {
  readonly sipp: Sipp;
  readonly startAt: number;
  readonly load: Load;
}

/** One session for each user. With a closed load as many texts are on their way as there are sessions. */
export async function openSessions(fleet: AgentFleet, target: TextTarget, load: Load): Promise<OpenSessions> {
  const { length: sessions } = target.users;
  const startAt = Math.ceil((Date.now() + (sessions / OPEN_RATE) * 1_000 + ANSWERS_MS) / 1_000);
  const sipp = await startSipp({
    ...target,
    scenario: SCENARIO,
    to: routingPoint,
    calls: sessions,
    callsPerSecond: OPEN_RATE,
    callsAtOnceMax: sessions,
    variables: {
      startAt,
      durationMs: load.seconds * 1_000,
      intervalMs: 'rate' in load ? (sessions * 1_000) / load.rate : 0,
      sessions,
    },
    tracesAnswers: true,
    timeoutMs: 120_000,
  });
  try {
    await waitForChats(fleet, sessions, async () => {});
    const left = startAt * 1_000 - Date.now();
    if (left < 0) throw new Error(`${sessions} sessions were not answered before the first text was due`);
    await pause(Math.max(0, left - 200));
  } catch (failure) {
    await sipp.stop();
    throw failure;
  }
  return { sipp, startAt, load };
}

/** Waits until the last text has been answered; the sessions are still open then. */
export async function writeTexts({ startAt, load }: OpenSessions): Promise<void> {
  await pause(startAt * 1_000 + load.seconds * 1_000 + BEFORE_BYE_MS / 3 - Date.now());
}

/** Waits for the end of the sessions and says how their texts went. A session with a text that was not answered is failed. */
export async function endSessions({ sipp, load }: OpenSessions): Promise<Sent> {
  const { failed, retransmissions, answerMs, errors } = await sipp.finish();
  if (failed > 0) console.error(`${failed} sessions failed: ${errors.slice(0, 600)}`);
  const { length } = answerMs;
  return { sent: length + failed, answered: length, seconds: load.seconds, retransmissions, answerMs };
}
