import { expect } from 'vitest';
import type { ContactCentre } from '../centre/contact-centre.ts';
import type { SupervisionScene } from '../scenes/supervision-scene.ts';
import { dieAfter } from './die-after.ts';

interface AnyScene {
  readonly centre: ContactCentre;
}

/** Something that somebody does. */
export type Deed<Scene = SupervisionScene> = (scene: Scene) => void | Promise<void>;

/** Deadlines of connections: whose connection is gone waits for him instead. */
const OF_CONNECTIONS = new Set([
  'agentAbsence',
  'legAbsence',
  'legIdle',
  'legPause',
  'legRetransmit',
  'legAcknowledgement',
  'legSession',
  'binding',
]);

const byId = (one: { readonly id: string }, other: { readonly id: string }) => (one.id < other.id ? -1 : 1);

/** What calls are: parties, queues, subscriptions, help, agents. All of it changes in one decision. */
function recordedCalls({ centre }: AnyScene): readonly unknown[] {
  const { calls, routeRequests, monitorings, assistanceRequests, agentSessions, deadlines } = centre.switchState;
  const agents = [...agentSessions.values()].map(
    ({ absentSince: _absent, canTakeChat: _canTake, hasEndpoint: _hasEndpoint, ...agent }) => agent,
  );
  const due = [...deadlines.values()].filter(({ kind }) => !OF_CONNECTIONS.has(kind));
  const tables = [calls, routeRequests, monitorings, assistanceRequests].map((table) => [...table.values()]);
  return [...tables, agents, due].map((rows: readonly { readonly id: string }[]) => rows.toSorted(byId));
}

/** All of the state that a restart must not change: also legs with the texts that wait, transcripts and the log's length. */
function recordedState(scene: AnyScene): string {
  const { calls, legs, endpointLegs, transcripts } = scene.centre.switchState;
  const waiting = [...legs.values(), ...endpointLegs.values()]
    .toSorted(byId)
    .map(({ id, connId, inFlight, outbox }) => {
      const items = inFlight === null ? outbox : [inFlight.item, ...outbox];
      return [
        id,
        connId,
        items.map((item) => (item.kind === 'text' ? `${item.messageId}.${item.part}` : item.kind)).sort(),
      ];
    });
  const said = [...calls.values()].toSorted(byId).map(({ id }) => transcripts.of(id));
  return JSON.stringify([recordedCalls(scene), waiting, said, scene.centre.world.callControl.recorder.decidedSequence]);
}

async function open<Scene extends AnyScene>(
  scene: () => Promise<Scene>,
  before: readonly Deed<Scene>[],
): Promise<Scene> {
  const opened = await scene();
  for (const deed of before) {
    await deed(opened);
    await opened.centre.settle();
  }
  return opened;
}

/**
 * Does one thing after what comes before it, and kills the switch at each of its commits, with that commit lost and kept:
 * after the restart the state, down to the length of the log, is that before the commit or that after it. What the deed
 * makes of the calls is in its first commit, events and all; later ones only tell what became of texts. Says how many
 * crashes that were.
 */
export async function killAtEveryCommit<Scene extends AnyScene = SupervisionScene>(
  scene: () => Promise<Scene>,
  before: readonly Deed<Scene>[],
  deed: Deed<Scene>,
): Promise<number> {
  const whole = await open(scene, before);
  const states = [recordedState(whole)];
  let callsAfterFirst: string | undefined;
  const commit = whole.centre.store.commit.bind(whole.centre.store);
  whole.centre.store.commit = (batch) => {
    states.push(recordedState(whole));
    callsAfterFirst ??= JSON.stringify(recordedCalls(whole));
    return commit(batch);
  };
  await deed(whole);
  await whole.centre.settle();
  expect(states.length, 'the deed is recorded').toBeGreaterThan(1);
  expect(states[1], 'and changes something').not.toBe(states[0]);
  expect(JSON.stringify(recordedCalls(whole)), 'one decision').toBe(callsAfterFirst);
  for (let stored = 0; stored < states.length - 1; stored += 1) {
    for (const underWay of ['lost', 'kept'] as const) {
      const again = await open(scene, before);
      expect(recordedState(again)).toBe(states[0]);
      dieAfter(again.centre.store, stored, underWay);
      await deed(again);
      await again.centre.settle();
      await again.centre.crash();
      const expected = states[underWay === 'lost' ? stored : stored + 1];
      expect(recordedState(again), `after ${stored} commits, the next ${underWay}`).toBe(expected);
    }
  }
  return (states.length - 1) * 2;
}
