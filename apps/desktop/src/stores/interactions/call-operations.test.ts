// @vitest-environment node
import type { CallAttributes, TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { agentCall, imCall, on, partyInfo, registered } from '../../testing/builders.ts';
import { consultationOf, mainCallOf } from './interaction.ts';
import { applyEvent, type InteractionsState, initialInteractionsState } from './interactions-reducer.ts';

const main = imCall('00000000000000a1', 'akim@example.net');
const consult = agentCall('00000000000000b1', '1001', '1002', main.connID);
const after = (...events: TEvent[]): InteractionsState['interactions'] =>
  events.reduce(applyEvent, initialInteractionsState).interactions;
const running = [on('EventRinging', 1000, main), on('EventEstablished', 2000, main)];
const asking = [
  ...running,
  on('EventHeld', 3000, main),
  on('EventDialing', 3001, consult, { thisDNRole: 1, otherDN: '1002' }),
];
const advised = [...asking, on('EventEstablished', 4000, consult, { thisDNRole: 1, otherDN: '1002' })];
const released = (call: CallAttributes, more: object): TEvent => on('EventReleased', 5000, call, more);

describe('call operations on the desk', () => {
  it('[DT61] hold has its time and ends with Retrieve', () => {
    const held = after(...running, on('EventHeld', 3000, main));
    expect(held[main.connID]).toMatchObject({ phase: 'active', heldSince: 3000 });
    expect(
      after(...running, on('EventHeld', 3000, main), on('EventRetrieved', 4000, main))[main.connID]?.heldSince,
    ).toBe(null);
  });

  it('[DT64] a consultation is linked with its call, before and after the answer', () => {
    const dialing = after(...asking);
    expect(dialing[consult.connID]).toMatchObject({ phase: 'dialing', consultOf: main.connID, customer: '1002' });
    const talking = after(...advised);
    expect(talking[consult.connID]).toMatchObject({ phase: 'active', role: 1, parties: [{ dn: '1002' }] });
    expect(consultationOf(main.connID, talking)?.connID).toBe(consult.connID);
  });

  it('[DT65] declined and not answered are known by the event before the end', () => {
    for (const callState of [6, 7]) {
      const busy = on('EventDestinationBusy', 4500, consult, { thisDNRole: 1, otherDN: '1002', callState });
      const gone = after(...asking, busy, released(consult, { callState }));
      expect(gone[consult.connID]).toMatchObject({ phase: 'ended', end: { callState } });
      expect(consultationOf(main.connID, gone)?.phase).toBe('ended');
      const back = after(...asking, busy, released(consult, { callState }), on('EventRetrieved', 6000, main));
      expect(Object.keys(back)).toEqual([main.connID]);
    }
  });

  it('[DT65] one that we dropped, handed over or brought together leaves; one that the colleague ended stays', () => {
    const left = (more: object): string[] => Object.keys(after(...advised, released(consult, more)));
    expect(left({ extensions: { endedBy: '1001' } })).toEqual([main.connID]);
    expect(left({ callState: 1, thirdPartyDN: '1002' })).toEqual([main.connID]);
    expect(left({ callState: 2, thirdPartyDN: '1002' })).toEqual([main.connID]);
    expect(left({ extensions: { endedBy: '1002' } })).toEqual([main.connID, consult.connID]);
  });

  it('[DT64] when the customer leaves, the consultation goes on as a chat of its own', () => {
    const alone = after(...advised, released(main, { extensions: { endedBy: 'customer' } }));
    const left = alone[consult.connID];
    expect(left?.phase).toBe('active');
    expect(left === undefined ? undefined : mainCallOf(left, alone)).toBeUndefined();
  });

  it('[DT67] the consulted agent’s call becomes the customer’s, answered or still ringing', () => {
    const asked = { ...consult, thisDNRole: 2 as const, otherDN: '1001' };
    const ring = on('EventRinging', 3002, asked, { thisDN: '1002' });
    const answered = on('EventEstablished', 4000, asked, { thisDN: '1002' });
    const changed = on('EventPartyChanged', 6000, main, {
      thisDN: '1002',
      previousConnID: consult.connID,
      thirdPartyDN: '1001',
      thirdPartyDNRole: 7,
      callState: 1,
    });
    const moved = after(ring, answered, changed);
    expect(Object.keys(moved)).toEqual([main.connID]);
    expect(moved[main.connID]).toMatchObject({
      phase: 'active',
      customer: 'akim@example.net',
      formerConnID: consult.connID,
      consultOf: null,
      sentBy: '1001',
      lacksParties: true,
    });
    expect(after(ring, changed)[main.connID]).toMatchObject({ phase: 'ringing', ringingAt: 6000 });
  });

  it('[DT68] who joins and leaves is followed', () => {
    const added = on('EventPartyAdded', 5000, main, { otherDN: '1002', otherDNRole: 4, thirdPartyDN: '1001' });
    const joined = after(...running, added);
    expect(joined[main.connID]).toMatchObject({ customer: 'akim@example.net', parties: [{ dn: '1002', mode: null }] });
    const deleted = on('EventPartyDeleted', 6000, main, { otherDN: '1002', otherDNRole: 8 });
    expect(after(...running, added, deleted)[main.connID]?.parties).toEqual([]);
  });

  it('[DT72] a supervisor who may be seen is a party with a mode, which 4024 changes', () => {
    const watching = on('EventPartyAdded', 5000, main, {
      otherDN: '2001',
      otherDNRole: 10,
      extensions: { MonitorMode: 'coach' },
    });
    const seen = after(...running, watching);
    expect(seen[main.connID]?.parties).toEqual([{ dn: '2001', role: 10, mode: 'coach' }]);
    const mode = on('EventPrivateInfo', 6000, main, {
      privateMsgID: 4024,
      otherDN: '2001',
      otherDNRole: 10,
      extensions: { MonitorMode: 'connect' },
    });
    expect(after(...running, watching, mode)[main.connID]?.parties).toEqual([
      { dn: '2001', role: 10, mode: 'connect' },
    ]);
  });

  it('[DT74] a reload tells of hold, dialing and the consultation by the list and the answers to TQueryCall', () => {
    const listed = registered(9000, {
      'conn-1': main.connID,
      'ct-1': 2,
      'ps-1': 'held',
      'ts-1': 3000,
      'conn-2': consult.connID,
      'ct-2': 4,
      'ps-2': 'dialing',
      'ts-2': 3001,
    });
    expect(after(listed)).toMatchObject({
      [main.connID]: { phase: 'active', heldSince: 3000, lacksParties: true },
      [consult.connID]: { phase: 'dialing', startedAt: 3001 },
    });
    const told = after(
      listed,
      partyInfo(9001, main, []),
      partyInfo(9002, consult, [{ dn: '1002', state: 'ringing', role: 2 }], { thisDNRole: 1, otherDN: '1002' }),
    );
    expect(consultationOf(main.connID, told)).toMatchObject({ phase: 'dialing', customer: '1002', role: 1 });
    expect(told[main.connID]).toMatchObject({ heldSince: 3000, lacksDetails: false, lacksParties: false });
  });

  it('[DT69] a chat that we begin is dialing; given up it leaves, unreachable it stays with the reason', () => {
    const call = agentCall('00000000000000c1', '1001', '1003');
    const dialing = on('EventDialing', 1000, call, { thisDNRole: 1, otherDN: '1003' });
    expect(after(dialing)[call.connID]).toMatchObject({ phase: 'dialing', customer: '1003', callType: 1 });
    expect(after(dialing, released(call, { extensions: { endedBy: '1001' } }))).toEqual({});
    const customers = { ...imCall('00000000000000c2', 'x@example.net'), callType: 3 as const, ani: '1001' };
    const out = on('EventDialing', 1000, customers, { thisDNRole: 1, otherDN: 'x@example.net' });
    const busy = on('EventDestinationBusy', 2000, customers, {
      otherDN: 'x@example.net',
      extensions: { reason: '404' },
    });
    expect(after(out, busy, released(customers, {}))[customers.connID]).toMatchObject({
      customer: 'x@example.net',
      phase: 'ended',
      end: { reason: '404' },
    });
  });

  it('[DT75] what one only listens to is no chat; becoming a party of it makes it one', () => {
    const listening = { thisDN: '2001', thisDNRole: 10 as const };
    const none = [on('EventRinging', 1000, main, listening), on('EventEstablished', 1000, main, listening)];
    expect(after(...none)).toEqual({});
    const listed = { ...registered(900, { 'conn-1': main.connID, 'ps-1': 'established' }), thisDN: '2001' } as TEvent;
    expect(after(listed, partyInfo(901, main, [], listening))).toEqual({});
    const alone = on('EventPartyDeleted', 2000, main, { thisDN: '2001', thisDNRole: 2, otherDN: '1001' });
    expect(after(...none, alone)[main.connID]).toMatchObject({ phase: 'active', dn: '2001' });
  });
});
