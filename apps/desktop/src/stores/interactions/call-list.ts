import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import { createInteraction, type Interaction, type InteractionsState, type Phase } from './interaction.ts';

const phases: Readonly<Record<string, Phase>> = { ringing: 'ringing', dialing: 'dialing' };

function sinceOf(phase: Phase, since: number, isHeld: boolean): Partial<Interaction> {
  if (phase === 'ringing') return { ringingAt: since, startedAt: since };
  if (phase === 'dialing') return { startedAt: since };
  return isHeld ? { heldSince: since } : { establishedAt: since };
}

function listedCall(known: Interaction | undefined, connID: string, dn: string, pairs: ListedPairs): Interaction {
  const { state, callType, mediaType, since, time } = pairs;
  const phase = phases[String(state)] ?? 'active';
  const isHeld = state === 'held';
  const kept =
    known !== undefined && known.phase === phase
      ? known
      : { ...createInteraction(connID, dn, phase, time), lacksParties: phase === 'active' };
  return {
    ...kept,
    dn,
    callType: typeof callType === 'number' ? callType : kept.callType,
    mediaType: typeof mediaType === 'number' ? mediaType : kept.mediaType,
    heldSince: isHeld ? (kept.heldSince ?? time) : null,
    ...(typeof since === 'number' ? sinceOf(phase, since, isHeld) : {}),
  };
}

interface ListedPairs {
  readonly state: unknown;
  readonly callType: unknown;
  readonly mediaType: unknown;
  readonly since: unknown;
  readonly time: number;
}

/** EventRegistered lists all calls of the DN (`conn-N`, `ct-N`, `mt-N`, `ps-N`, `ts-N`): what is not listed has ended. */
export function reconcile(
  state: InteractionsState,
  dn: string,
  extensions: KeyValueList,
  time: number,
): InteractionsState {
  const listed = new Map<string, Interaction>();
  for (const [key, connID] of Object.entries(extensions)) {
    const index = /^conn-(\d+)$/.exec(key)?.[1];
    // A supervisor's own DN also has the calls that he only listens to.
    if (index === undefined || typeof connID !== 'string' || extensions[`role-${index}`] === 10) continue;
    const pairs = {
      state: extensions[`ps-${index}`],
      callType: extensions[`ct-${index}`],
      mediaType: extensions[`mt-${index}`],
      since: extensions[`ts-${index}`],
      time,
    };
    listed.set(connID, listedCall(state.interactions[connID], connID, dn, pairs));
  }
  const interactions: Record<string, Interaction> = {};
  const end = { callState: CallState.Ok, by: null, thirdDN: null, reason: null };
  for (const known of Object.values(state.interactions)) {
    if (known.dn !== dn || known.phase === 'ended') interactions[known.connID] = known;
    else if (!listed.has(known.connID) && known.phase === 'active')
      interactions[known.connID] = { ...known, phase: 'ended', heldSince: null, endedAt: time, end };
  }
  for (const [connID, interaction] of listed) interactions[connID] = interaction;
  return { interactions };
}
