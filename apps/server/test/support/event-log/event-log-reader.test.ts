import type { DnEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, test } from 'vitest';
import { EventLogReader } from './event-log-reader.ts';

const UUID = 'u1';

/** Reads events of `c1` on DN A unless told otherwise; the problems. */
function problemsOf(...events: readonly object[]): readonly string[] {
  const reader = new EventLogReader();
  for (const event of events) {
    reader.read({ connID: 'c1', callUUID: UUID, thisDN: 'A', thisQueue: 'RP', ...event } as unknown as DnEvent);
  }
  reader.balance();
  return reader.problems;
}

const on = (thisDN: string, name: string, attributes: object = {}) => ({ name, thisDN, ...attributes });
const said = (id: string, from = 'C') =>
  on('gcti:im', 'EventUserEvent', { messageID: id, otherDN: from, extensions: { im: id } });
const heard = (dn: string, id: string, im = id) =>
  on(dn, 'EventPrivateInfo', { privateMsgID: 3001, messageID: id, extensions: { im } });
const transcript = (dn: string, ...ids: readonly string[]) =>
  on(dn, 'EventPrivateInfo', {
    privateMsgID: 3005,
    extensions: { transcript: ids.map((id) => ({ messageID: id, im: id })) },
  });
const joined = (dn: string, ...ids: readonly string[]) => [
  on(dn, 'EventRinging'),
  on(dn, 'EventEstablished'),
  transcript(dn, ...ids),
];

describe('reading a whole log', () => {
  test('[EG1] an event out of place is told with its DN and ConnID', () => {
    expect(problemsOf(on('A', 'EventEstablished'))).toEqual([
      'EG1  EventEstablished of c1 at A is not legal when absent',
    ]);
    expect(problemsOf(on('A', 'EventRouteUsed'))).toHaveLength(1);
  });

  test('[EG3] a delivery state is for who wrote the text', () => {
    const delivered = { privateMsgID: 3004, messageID: 't1' };
    const begin = [...joined('A'), said('t1', 'A'), heard('A', 't1')];
    expect(problemsOf(...begin, on('A', 'EventPrivateInfo', delivered))).toEqual([]);
    const other = [...joined('A'), said('t1', 'B'), heard('A', 't1')];
    expect(problemsOf(...other, on('A', 'EventPrivateInfo', delivered))).toHaveLength(1);
  });

  test('[EG6] a ConnID becomes another in the state that it had', () => {
    const consult = { connID: 'c2', previousConnID: 'c1' };
    const change = on('B', 'EventPartyChanged', { previousConnID: 'c2', thirdPartyDN: 'A' });
    const begin = [...joined('A'), on('A', 'EventHeld'), on('B', 'EventRinging', consult)];
    const end = [on('A', 'EventReleased'), change];
    expect(problemsOf(...begin, ...end, on('B', 'EventEstablished'), transcript('B'))).toEqual([]);
    expect(problemsOf(...begin, ...end, on('B', 'EventRetrieved'))).toHaveLength(1);
    expect(problemsOf(...joined('A'), on('A', 'EventReleased'), change)).toHaveLength(2);
  });

  test('[EG7] whoever is told of parties is told of those who are there', () => {
    const added = (dn: string, other: string) => on(dn, 'EventPartyAdded', { otherDN: other });
    const deleted = (dn: string, other: string) => on(dn, 'EventPartyDeleted', { otherDN: other });
    const two = [...joined('A'), ...joined('B'), added('A', 'B')];
    expect(problemsOf(...two)).toEqual([]);
    expect(problemsOf(...joined('A'), ...joined('B'))).toEqual(['EG7 c1 at A does not know of B']);
    expect(problemsOf(...two, on('A', 'EventReleased'), deleted('B', 'A'))).toEqual([]);
    expect(problemsOf(...two, on('A', 'EventReleased'))).toEqual(['EG7 c1 at B still believes in A']);
    expect(problemsOf(...two, added('A', 'B'))).toHaveLength(1);
    expect(problemsOf(...joined('A'), deleted('A', 'B'))).toHaveLength(1);
  });

  test('[EG8] a consultation shares the callUUID', () => {
    expect(problemsOf(on('A', 'EventDialing', { connID: 'c2', previousConnID: 'c1' }))).toEqual([]);
    const other = { connID: 'c2', previousConnID: 'c1', callUUID: 'u2' };
    expect(problemsOf(...joined('A'), on('A', 'EventHeld'), on('A', 'EventDialing', other))).toHaveLength(1);
    expect(problemsOf(on('A', 'EventRinging'), on('A', 'EventReleased', { callUUID: 'u2' }))).toHaveLength(1);
    expect(problemsOf(on('A', 'EventRinging'), on('A', 'EventReleased', { previousConnID: 'c0' }))).toHaveLength(1);
  });

  test('[EG9][EG10] queues, and EventDiverted behind its EventRouteUsed', () => {
    const onQueue = (dn: string, name: string) => on(dn, name, { thisQueue: dn });
    const begin = [onQueue('RP', 'EventRouteRequest'), onQueue('VQ', 'EventQueued')];
    const end = [onQueue('RP', 'EventRouteUsed'), onQueue('VQ', 'EventDiverted')];
    expect(problemsOf(...begin, ...end)).toEqual([]);
    expect(problemsOf(...begin, ...end.toReversed())).toHaveLength(1);
    expect(problemsOf(...begin, ...end, ...end)).toHaveLength(2);
  });

  test('[EG13] what waits becomes another call, in its place', () => {
    const onQueue = (dn: string, name: string) => on(dn, name, { thisQueue: dn });
    const begin = [onQueue('RP', 'EventRouteRequest'), onQueue('VQ', 'EventQueued')];
    const move = ['RP', 'VQ'].map((dn) =>
      on(dn, 'EventPartyChanged', { thisQueue: dn, connID: 'c2', previousConnID: 'c1' }),
    );
    const end = [onQueue('RP', 'EventAbandoned'), onQueue('VQ', 'EventAbandoned')];
    expect(problemsOf(...begin, ...move)).toEqual([]);
    expect(problemsOf(...begin, ...move, ...end)).toHaveLength(2);
    expect(problemsOf(...move)).toHaveLength(2);
  });

  test('[EG11][EG12] each text once, in order, to all who are there', () => {
    expect(problemsOf(said('t1'), ...joined('A', 't1'), said('t2'), heard('A', 't2'))).toEqual([]);
    expect(problemsOf(said('t1'), ...joined('A', 't1'), heard('A', 't1'))).toHaveLength(2);
    expect(problemsOf(...joined('A'), said('t1'))).toEqual(['EG12 c1 at A heard 0 of 1']);
    expect(problemsOf(...joined('A'), said('t1'), heard('A', 't1', 'else'))).toHaveLength(1);
    expect(problemsOf(...joined('A'), heard('A', 't1'))).toHaveLength(2);
    expect(problemsOf(...joined('A'), said('t1'), said('t1'), heard('A', 't1'))).toHaveLength(2);
  });
});
