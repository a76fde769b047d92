import { WorkMode } from '@cordboard/shared/tlib/agent-states';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { unreachable } from '../../base/assert.ts';
import { go, type Step, stay } from '../../base/machine.ts';

/**
 * One agent on one DN. Logged out is having no session.
 *
 *   notReady ◄──► ready ──wrapUpStarted──► afterCallWork ──wrapUpEnded──► ready
 *       ▲                                       │
 *       └────────────── notReadyAsked ──────────┘
 */
export type State = { readonly name: 'notReady' } | { readonly name: 'ready' } | { readonly name: 'afterCallWork' };

export type Input =
  | { readonly name: 'readyAsked'; readonly workMode: WorkMode }
  | { readonly name: 'notReadyAsked'; readonly workMode: WorkMode; readonly reasons: KeyValueList }
  /** A routed interaction ended and after-call work is configured. */
  | { readonly name: 'wrapUpStarted' }
  | { readonly name: 'wrapUpEnded' };

export type Effect =
  | { readonly name: 'reportReady'; readonly workMode: WorkMode }
  | { readonly name: 'reportNotReady'; readonly workMode: WorkMode; readonly reasons: KeyValueList };

/** Agent-state model of T-Library; a repeated NotReady with another mode or reason is reported again. */
export function advance(state: State, input: Input): Step<State, Effect> {
  switch (input.name) {
    case 'readyAsked':
      return go({ name: 'ready' }, { name: 'reportReady', workMode: input.workMode });
    case 'notReadyAsked':
      return go({ name: 'notReady' }, { name: 'reportNotReady', workMode: input.workMode, reasons: input.reasons });
    case 'wrapUpStarted':
      if (state.name !== 'ready') return stay(state);
      return go({ name: 'afterCallWork' }, { name: 'reportNotReady', workMode: WorkMode.AfterCallWork, reasons: {} });
    case 'wrapUpEnded':
      if (state.name !== 'afterCallWork') return stay(state);
      return go({ name: 'ready' }, { name: 'reportReady', workMode: WorkMode.ManualIn });
    default:
      return unreachable(input);
  }
}
