import type { Dn } from '@cordboard/shared/ids';
import { describe, expect, it } from 'vitest';
import { type HearingParty, hearingParty, type Speaker, whoHears } from './who-hears.ts';

const ATTENDANCE = ['absent', 'present', 'held'] as const;
/** How a party is in the call: as an agent, or as an observer who is silent, coaches one of the others, or has barged in. */
const MODES = ['agent', 'mute', 'coachesA', 'coachesB', 'connect'] as const;
const LISTENING = [true, false] as const;
const DNS = ['A', 'B', 'C'] as const;

type Name = (typeof DNS)[number];
interface Given {
  readonly name: Name;
  readonly attendance: (typeof ATTENDANCE)[number];
  readonly mode: (typeof MODES)[number];
  readonly listens: boolean;
}

function variants(name: Name): readonly Given[] {
  return ATTENDANCE.flatMap((attendance) =>
    MODES.filter((mode) => mode !== `coaches${name}`).flatMap((mode) =>
      LISTENING.map((listens) => ({ name, attendance, mode, listens })),
    ),
  );
}

function toHearingParty({ name, attendance, mode, listens }: Given): HearingParty {
  const coaches = mode === 'coachesA' ? 'A' : mode === 'coachesB' ? 'B' : null;
  return { dn: name as Dn, attendance, noTalk: mode === 'mute', noListen: !listens, coaches: coaches as Dn | null };
}

interface Expected {
  readonly by: readonly string[];
  readonly customer: boolean;
}

/** The rule once more, one question per party, in the words of docs/spec/supervision.md. */
function expected(given: readonly Given[], speaker: Speaker, hasCustomer: boolean): Expected | 'refused' {
  const hears = (party: Given) => party.attendance !== 'absent' && party.listens;
  const names = (which: (party: Given) => boolean) => given.filter(which).map(({ name }) => name);
  if (speaker.who === 'customer') return { by: names(hears), customer: false };
  if (speaker.who === 'system') return { by: names(hears), customer: hasCustomer };
  const own = given.find((party) => party.name === speaker.dn) as Given;
  const plus = (which: (party: Given) => boolean) => names((party) => party === own || (hears(party) && which(party)));
  if (own.attendance === 'absent' || own.mode === 'mute') return 'refused';
  if (own.mode === 'coachesA' || own.mode === 'coachesB') {
    const agent = given.find((party) => own.mode === `coaches${party.name}`);
    return agent !== undefined && hears(agent) ? { by: plus((party) => party === agent), customer: false } : 'refused';
  }
  if (speaker.whispers) {
    const isCoach = (party: Given) => party.mode === `coaches${own.name}`;
    return given.some((party) => isCoach(party) && hears(party)) ? { by: plus(isCoach), customer: false } : 'refused';
  }
  if (own.attendance === 'held') return 'refused';
  return { by: plus(() => true), customer: hasCustomer };
}

const SPEAKERS: readonly Speaker[] = [
  { who: 'customer' },
  { who: 'system' },
  ...DNS.flatMap((dn) =>
    [true, false].map((whispers): Speaker => ({ who: 'party', dn: dn as unknown as Dn, whispers })),
  ),
];

describe('who hears what is said', () => {
  it('[HR1][HR2][HR3][HR4][HR5][HR6][HR7] every state and mode of three parties, every speaker', () => {
    const wrong: unknown[] = [];
    let heard = 0;
    for (const a of variants('A'))
      for (const b of variants('B'))
        for (const c of variants('C'))
          for (const speaker of SPEAKERS)
            for (const hasCustomer of [true, false]) {
              const given = [a, b, c];
              const hearing = whoHears(given.map(toHearingParty), speaker, hasCustomer);
              const result = hearing.isHeard ? { by: hearing.by, customer: hearing.reachesCustomer } : 'refused';
              const wanted = expected(given, speaker, hasCustomer);
              if (JSON.stringify(result) !== JSON.stringify(wanted)) wrong.push({ given, speaker, result, wanted });
              if (hearing.isHeard) heard += 1;
            }
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(heard).toBeGreaterThan(10_000);
  });

  const agent = (name: string, attendance: HearingParty['attendance'] = 'present'): HearingParty => ({
    dn: name as Dn,
    attendance,
    noTalk: false,
    noListen: false,
    coaches: null,
  });
  const silent = (name: string) => ({ ...agent(name), noTalk: true });
  const coach = (name: string, of: string) => ({ ...agent(name), coaches: of as Dn });
  const says = (name: string, whispers = false): Speaker => ({ who: 'party', dn: name as Dn, whispers });
  const customer: Speaker = { who: 'customer' };

  it.each<[string, readonly HearingParty[], Speaker, readonly string[], 'customer' | 'nobody outside']>([
    ['[HR1] nobody while the call waits', [], customer, [], 'nobody outside'],
    ['[HR1] nobody while it rings', [agent('1001', 'absent')], customer, [], 'nobody outside'],
    ['[HR1] a held agent hears on', [agent('1001', 'held')], customer, ['1001'], 'nobody outside'],
    ['[HR1] all observers hear', [agent('1001'), silent('2001')], customer, ['1001', '2001'], 'nobody outside'],
    ['[HR2] an agent is heard by all', [agent('1001'), silent('2001')], says('1001'), ['1001', '2001'], 'customer'],
    [
      '[HR4] a whisper by the agent alone',
      [agent('1001'), agent('1002'), coach('2001', '1001')],
      says('2001'),
      ['1001', '2001'],
      'nobody outside',
    ],
    [
      '[HR4] not by a second observer',
      [agent('1001'), silent('2002'), coach('2001', '1001')],
      says('2001'),
      ['1001', '2001'],
      'nobody outside',
    ],
    [
      '[HR4] an agent on hold hears a whisper',
      [agent('1001', 'held'), coach('2001', '1001')],
      says('2001'),
      ['1001', '2001'],
      'nobody outside',
    ],
    ['[HR5] barge-in is heard by all', [agent('1001'), agent('2001')], says('2001'), ['1001', '2001'], 'customer'],
    [
      '[HR6] the agent answers the coach alone',
      [agent('1001'), agent('1002'), coach('2001', '1001')],
      says('1001', true),
      ['1001', '2001'],
      'nobody outside',
    ],
  ])('%s', (_what, parties, speaker, by, outside) => {
    const hearing = whoHears(parties, speaker, true);
    expect(hearing).toMatchObject({ isHeard: true, by, reachesCustomer: outside === 'customer' });
  });

  it.each<[string, readonly HearingParty[], Speaker, string]>([
    ['[HR3] one on hold', [agent('1001', 'held')], says('1001'), 'held'],
    ['[HR3] one who rings', [agent('1001', 'absent')], says('1001'), 'absent'],
    ['[HR3] one who is not in the call', [], says('1001'), 'absent'],
    ['[HR3] a silent supervisor', [agent('1001'), silent('2001')], says('2001'), 'noTalk'],
    [
      '[HR4] a coach whose agent is not there yet',
      [agent('1001', 'absent'), coach('2001', '1001')],
      says('2001'),
      'coachedGone',
    ],
    ['[HR6] whispering to nobody', [agent('1001'), silent('2001')], says('1001', true), 'nobodyCoaches'],
    [
      '[HR6] to the coach of another agent',
      [agent('1001'), agent('1002'), coach('2001', '1002')],
      says('1001', true),
      'nobodyCoaches',
    ],
  ])('%s may not say it', (_what, parties, speaker, why) => {
    expect(whoHears(parties, speaker, true)).toEqual({ isHeard: false, why });
  });

  it.each<[string, Partial<HearingParty>]>([
    ['mute', { noTalk: true, coaches: null }],
    ['coach', { noTalk: false, coaches: '1001' as Dn }],
    ['connect', { noTalk: false, coaches: null }],
  ])('[HR3][HR4][HR5] an observer in mode %s', (mode, properties) => {
    const party = hearingParty({
      dn: '2001' as Dn,
      agentId: '2001',
      state: 'established',
      since: 0,
      role: 10,
      thisQueue: null,
      coming: { as: 'observer' },
      observing: { watches: '1001' as Dn, mode: mode as 'mute', scope: 'call', via: 'monitoring' },
    });
    expect(party).toEqual({ dn: '2001', attendance: 'present', noListen: false, ...properties });
  });
});
