import { expect } from 'vitest';
import type { CallScene } from '../scenes/call-scene.ts';
import { dieAfter } from './die-after.ts';

/** One thing that somebody does in a story: a request, a message, some time that passes. */
export type StoryStep = (scene: CallScene) => void | Promise<void>;

/** The calls with their parties and where they wait, as they are recorded. */
function recordedCalls({ centre }: CallScene): string {
  const { calls, routeRequests } = centre.switchState;
  const rows = [[...calls.values()], [...routeRequests.values()]];
  return JSON.stringify(rows.map((table) => table.toSorted((one, other) => (one.id < other.id ? -1 : 1))));
}

async function play(scene: CallScene, steps: readonly StoryStep[], after: () => void = () => {}): Promise<void> {
  for (const step of steps) {
    await step(scene);
    await scene.centre.settle();
    after();
  }
}

/**
 * Plays a story and kills the switch at every one of its commits, with that commit lost and kept: what is there after the
 * restart is what was there after one of the story's steps. Says how many crashes that were.
 */
export async function crashEverywhere(open: () => Promise<CallScene>, steps: readonly StoryStep[]): Promise<number> {
  const whole = await open();
  const states = [recordedCalls(whole)];
  let commits = 0;
  const commit = whole.centre.store.commit.bind(whole.centre.store);
  whole.centre.store.commit = (batch) => {
    commits += 1;
    return commit(batch);
  };
  await play(whole, steps, () => states.push(recordedCalls(whole)));
  for (let stored = 0; stored < commits; stored += 1) {
    for (const underWay of ['lost', 'kept'] as const) {
      const scene = await open();
      const isDead = dieAfter(scene.centre.store, stored, underWay);
      // What comes after the crash is asked of a switch that is no more.
      await play(scene, steps).catch(() => {});
      expect(isDead()).toBe(true);
      await scene.centre.crash();
      expect(states, `after ${stored} commits, the next ${underWay}`).toContain(recordedCalls(scene));
    }
  }
  return commits * 2;
}
