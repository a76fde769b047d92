import type { ConnId, Dn } from '@cordboard/shared/ids';
import { CallType, MediaType, PartyRole } from '@cordboard/shared/tlib/call-types';
import { describe, expect, it } from 'vitest';
import type { Call } from './call.ts';
import type { Party } from './party.ts';
import { partiesThatHear } from './who-hears.ts';

function party(dn: string, state: Party['state']): Party {
  return {
    dn: dn as Dn,
    agentId: dn,
    state,
    since: 0,
    role: PartyRole.Destination,
    thisQueue: null,
    coming: { as: 'routed' },
  };
}

function callWith(...parties: readonly Party[]): Call {
  return {
    id: '0123456789abcdef' as ConnId,
    callUuid: 'A'.repeat(32),
    callId: 1,
    callType: CallType.Inbound,
    mediaType: MediaType.Chat,
    customer: { legId: 'leg', address: 'alice@example.net' },
    ani: 'alice@example.net',
    dnis: '1111' as Dn,
    routingPoint: '1111' as Dn,
    consultOf: null,
    userData: {},
    startedAt: 0,
    parties,
    firstUnreceived: null,
  };
}

describe('who hears what is said', () => {
  it.each<[string, readonly Party[], readonly string[]]>([
    ['nobody while the call waits', [], []],
    ['nobody while it rings', [party('1001', 'ringing')], []],
    [
      'every established party, the speaker included',
      [party('1001', 'established'), party('1002', 'established')],
      ['1001', '1002'],
    ],
    ['a party that is on hold as well', [party('1001', 'held'), party('1002', 'established')], ['1001', '1002']],
    ['not the one who still dials', [party('1001', 'dialing'), party('1002', 'ringing')], []],
    ['not the one at whom it still rings', [party('1001', 'established'), party('1002', 'ringing')], ['1001']],
  ])('[CM5] %s', (_what, parties, hearing) => {
    expect(partiesThatHear(callWith(...parties)).map(({ dn }) => dn)).toEqual(hearing);
  });
});
