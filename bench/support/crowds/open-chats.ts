import { setTimeout as pause } from 'node:timers/promises';
import type { AgentFleet } from './agent-fleet.ts';
import { sendTexts, type TextTarget } from './text-load.ts';

const OPEN_RATE = 100;
const ANSWER_MS_MAX = 20_000;

/** Waits until so many chats more than at the call have been answered by agents while `begin` runs. */
export async function waitForChats(fleet: AgentFleet, count: number, begin: () => Promise<unknown>): Promise<void> {
  const wanted = fleet.establishedCount + count;
  const established = new Promise<void>((resolve) => {
    fleet.onEstablished = (now) => {
      if (now >= wanted) resolve();
    };
  });
  await begin();
  const late = pause(ANSWER_MS_MAX).then(() => {
    if (fleet.establishedCount < wanted) throw new Error(`${wanted - fleet.establishedCount} chats were not answered`);
  });
  await Promise.race([established, late]);
}

/** One text of each customer, answered by an agent, so that all chats are open. */
export async function openPageChats(fleet: AgentFleet, target: TextTarget): Promise<void> {
  const { length } = target.users;
  await waitForChats(fleet, length, async () => {
    const opening = await sendTexts(target, { seconds: length / OPEN_RATE, rate: OPEN_RATE });
    if (opening.answered !== length) throw new Error(`${length - opening.answered} opening texts were not answered`);
  });
}
