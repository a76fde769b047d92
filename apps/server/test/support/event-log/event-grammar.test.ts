import { describe, expect, it, test } from 'vitest';
import { advanceParty, advanceQueue, type PartySymbol, type QueueSymbol } from './event-grammar.ts';

/** The state after these symbols, or the first that is not legal. */
function runParty(symbols: readonly PartySymbol[]): string {
  let state: Parameters<typeof advanceParty>[0] = 'absent';
  for (const symbol of symbols) {
    const next = advanceParty(state, symbol);
    if (next === undefined) return `no ${symbol} when ${state}`;
    state = next;
  }
  return state;
}

const read = (line: string) => line.split(' ').filter(Boolean) as PartySymbol[];

const legal: readonly (readonly [rule: string, symbols: string, state: string])[] = [
  ['EG1', 'ringing established transcript text released', 'absent'],
  ['EG1', 'ringing released ringing abandoned', 'absent'],
  ['EG1', 'ringing established transcript released ringing established transcript', 'established'],
  ['EG1', 'dialing destinationBusy released', 'absent'],
  ['EG1', 'dialing released', 'absent'],
  ['EG1', 'ringing established transcript held retrieved held released', 'absent'],
  ['EG2', 'dialing established text text', 'established'],
  ['EG2', 'becameEstablished transcript', 'established'],
  ['EG2', 'becameHeld transcript', 'held'],
  ['EG3', 'ringing established transcript held text deliveryState', 'held'],
  ['EG4', 'dialing dataChanged established dataChanged held dataChanged', 'held'],
  ['EG4', 'ringing dataChanged', 'ringing'],
  ['EG5', 'ringing established transcript partyAdded held partyDeleted sideChanged', 'held'],
  ['EG6', 'ringing becameOther', 'absent'],
  ['EG6', 'dialing established becameOther', 'absent'],
  ['EG6', 'becameRinging established transcript', 'established'],
];

const illegal: readonly (readonly [rule: string, symbols: string, problem: string])[] = [
  ['EG1', 'established', 'no established when absent'],
  ['EG1', 'released', 'no released when absent'],
  ['EG1', 'text', 'no text when absent'],
  ['EG1', 'ringing ringing', 'no ringing when ringing'],
  ['EG1', 'ringing held', 'no held when ringing'],
  ['EG1', 'dialing ringing', 'no ringing when dialing'],
  ['EG1', 'dialing abandoned', 'no abandoned when dialing'],
  ['EG1', 'dialing destinationBusy established', 'no established when busy'],
  ['EG1', 'dialing destinationBusy dataChanged', 'no dataChanged when busy'],
  ['EG1', 'ringing established transcript established', 'no established when established'],
  ['EG1', 'ringing established transcript abandoned', 'no abandoned when established'],
  ['EG1', 'ringing established transcript retrieved', 'no retrieved when established'],
  ['EG1', 'ringing established transcript held held', 'no held when held'],
  ['EG1', 'ringing released text', 'no text when absent'],
  ['EG2', 'ringing established text', 'no text when joining'],
  ['EG2', 'ringing established released', 'no released when joining'],
  ['EG2', 'ringing established transcript transcript', 'no transcript when established'],
  ['EG2', 'ringing transcript', 'no transcript when ringing'],
  ['EG2', 'dialing established transcript', 'no transcript when established'],
  ['EG2', 'becameHeld retrieved', 'no retrieved when joiningHeld'],
  ['EG3', 'ringing text', 'no text when ringing'],
  ['EG3', 'dialing deliveryState', 'no deliveryState when dialing'],
  ['EG4', 'dataChanged', 'no dataChanged when absent'],
  ['EG5', 'ringing partyAdded', 'no partyAdded when ringing'],
  ['EG5', 'dialing partyDeleted', 'no partyDeleted when dialing'],
  ['EG6', 'dialing becameOther', 'no becameOther when dialing'],
  ['EG6', 'ringing established transcript becameEstablished', 'no becameEstablished when established'],
];

describe('the grammar of one ConnID on one DN', () => {
  it.each(legal)('[%s] %s', (_rule, symbols, state) => expect(runParty(read(symbols))).toBe(state));
  it.each(illegal)('[%s] refuses %s', (_rule, symbols, problem) => expect(runParty(read(symbols))).toBe(problem));
});

describe('the grammar of queues', () => {
  const runQueue = (line: string) => {
    let state: Parameters<typeof advanceQueue>[0] | undefined = 'absent';
    for (const symbol of line.split(' ') as QueueSymbol[]) state = state && advanceQueue(state, symbol);
    return state;
  };

  test.each([
    ['EG9', 'routeRequest dataChanged routeUsed routeRequest abandoned', 'absent'],
    ['EG9', 'routeRequest treatmentApplied dataChanged treatmentEnd treatmentNotApplied routeUsed', 'absent'],
    ['EG9', 'routeRequest treatmentApplied abandoned', 'absent'],
    ['EG9', 'routeRequest treatmentApplied treatmentApplied treatmentEnd routeUsed', 'absent'],
    ['EG9', 'routeRequest treatmentApplied routeRequestAgain routeRequestAgain routeUsed', 'absent'],
    ['EG9', 'routeRequest treatmentEnd', undefined],
    ['EG9', 'queued routeRequestAgain', undefined],
    ['EG9', 'routeRequest routeRequest', undefined],
    ['EG9', 'routeUsed', undefined],
    ['EG9', 'routeRequest diverted', undefined],
    ['EG9', 'dataChanged', undefined],
    ['EG10', 'queued diverted queued abandoned', 'absent'],
    ['EG10', 'queued queued', undefined],
    ['EG10', 'queued routeUsed', undefined],
    ['EG10', 'diverted', undefined],
  ])('[%s] %s is %s', (_rule, symbols, state) => expect(runQueue(symbols)).toBe(state));
});
