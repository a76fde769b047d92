// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by the list itself, which a table element cannot do; the roles say what they are.
// biome-ignore-all lint/a11y/useFocusableInteractive: the row takes the focus, not its cells.
import type { DeskAgent, DeskHelpRequest, DeskMonitoring } from '@cordboard/shared/desk/desk-view';
import { ChevronRight, CloudOff, Eye, LifeBuoy } from 'lucide-react';
import { memo } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { speakDuration } from '../../lib/format-time.ts';
import { plural } from '../../lib/plural.ts';
import { useNow } from '../../lib/use-now.ts';
import { requeueAll, whyNotRequeued } from '../../stores/supervision/supervision-actions.ts';
import { callsByUrgency, oldestWait, teamState, teamStateSince } from '../../stores/supervision/team-rows.ts';
import { setExpanded } from '../../stores/supervision/team-store.ts';
import { ArmedButton } from '../../ui/armed-button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { AgentActions } from './agent-actions.tsx';
import { AgentChats } from './agent-chats.tsx';
import { CallChip } from './call-chip.tsx';
import { teamStateLooks } from './team-state-look.ts';
import { levelSince, waitTextLooks } from './wait-look.ts';

/** Columns of the table: agent, state, chats, oldest wait, actions. */
export const ROW_COLUMNS =
  'lg:grid lg:grid-cols-[minmax(160px,1.25fr)_minmax(206px,1fr)_minmax(150px,1.3fr)_84px_138px] lg:items-center';
/** More chips than these would make the row jump; the rest is a number. */
const CHIPS_MAX = 4;

interface AgentRowProps {
  readonly agent: DeskAgent;
  readonly help: DeskHelpRequest | null;
  readonly monitoring: DeskMonitoring | undefined;
  /** The keys act on this row. */
  readonly isCurrent: boolean;
  readonly isExpanded: boolean;
  /** The chat in the live view, when it is one of this agent's. */
  readonly liveConnID: string | null;
  readonly refusal: string | null;
  readonly waitIntervalSeconds: number;
}

/** One agent. Drawn anew only when something of this agent has changed. */
export const AgentRow = memo(function AgentRow(props: AgentRowProps) {
  const { agent, help, monitoring, isCurrent, isExpanded, liveConnID, refusal, waitIntervalSeconds } = props;
  const calls = callsByUrgency(agent);
  const tabIndex = isCurrent ? 0 : -1;
  const shown = calls.slice(0, CHIPS_MAX);
  return (
    <>
      <div className={classNames(ROW_COLUMNS, 'gap-x-3 px-3 py-2 max-lg:flex max-lg:flex-wrap max-lg:gap-y-1.5')}>
        <div role="gridcell" className="flex min-w-0 items-center gap-1 max-lg:basis-full">
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${isExpanded ? 'Hide' : 'Show'} the chats of ${agent.name}`}
            onClick={() => setExpanded(agent.dn, !isExpanded)}
            className="-ml-1.5 grid size-6 shrink-0 place-items-center rounded-md text-ink-3 hover:bg-sunk hover:text-ink"
          >
            <ChevronRight aria-hidden="true" className={classNames('size-3.5', isExpanded && 'rotate-90')} />
          </button>
          <span className="min-w-0">
            <span className="block truncate" title={`${agent.name} · DN ${agent.dn}`}>
              <b className="font-semibold">{agent.name}</b>{' '}
              <span className="text-xs text-ink-2">{skillWords(agent.skills)}</span>
            </span>
            {help !== null && (
              <span title={help.reason} className="line-clamp-2 text-xs text-whisper">
                <LifeBuoy aria-hidden="true" className="mr-1 inline size-3" />
                asks for help{help.reason === '' ? '' : `: “${help.reason}”`} · <Elapsed since={help.askedAt} isShort />
              </span>
            )}
            {monitoring !== undefined && (
              <span className="flex items-center gap-1 text-xs text-whisper">
                <Eye aria-hidden="true" className="size-3 shrink-0" />
                {monitoring.monitorNextCallType === 1 ? 'You monitor all chats' : 'You monitor the next chat'}
              </span>
            )}
          </span>
        </div>
        <div role="gridcell" className="min-w-0 max-lg:basis-full">
          <StateCell agent={agent} />
        </div>
        <div role="gridcell" className="flex min-w-0 flex-wrap items-center gap-1.5">
          {shown.map((call) => (
            <CallChip
              key={call.connID}
              call={call}
              agentDN={agent.dn}
              agentName={agent.name}
              isOpen={call.connID === liveConnID}
              waitIntervalSeconds={waitIntervalSeconds}
              tabIndex={tabIndex}
            />
          ))}
          {calls.length > CHIPS_MAX && <span className="text-xs text-ink-2">+{calls.length - CHIPS_MAX}</span>}
          {calls.length === 0 && <span className="text-xs text-ink-3">none</span>}
          {agent.chatMax > 0 && agent.chats > 0 && (
            <span className="num hidden text-xs text-ink-3 @min-[1000px]:inline" title="Chat slots taken">
              {agent.chats} of {agent.chatMax}
            </span>
          )}
        </div>
        <div role="gridcell" className="max-lg:hidden">
          <WaitCell agent={agent} waitIntervalSeconds={waitIntervalSeconds} />
        </div>
        <div role="gridcell" className="flex justify-end max-lg:ml-auto">
          <AgentActions agent={agent} help={help} monitoring={monitoring} tabIndex={tabIndex} />
        </div>
      </div>
      {(agent.state === 'reconnecting' || refusal !== null || isExpanded) && (
        <div role="gridcell" aria-colspan={5}>
          {agent.state === 'reconnecting' && <AbsenceLine agent={agent} tabIndex={tabIndex} />}
          {refusal !== null && (
            <p role="alert" className="px-3 pb-2 text-[13px] text-danger">
              {refusal}
            </p>
          )}
          {isExpanded && <AgentChats agent={agent} waitIntervalSeconds={waitIntervalSeconds} />}
        </div>
      )}
    </>
  );
});

/** `billing 8 · sales 5`, the best first. */
function skillWords(skills: DeskAgent['skills']): string {
  return Object.entries(skills)
    .sort(([, left], [, right]) => right - left)
    .map(([skill, level]) => `${skill} ${level}`)
    .join(' · ');
}

function StateCell({ agent }: { readonly agent: DeskAgent }) {
  const state = teamState(agent);
  const { word, className } = teamStateLooks[state];
  const since = teamStateSince(agent);
  const reason = agent.reason === null || state !== 'notReady' ? '' : ` · ${agent.reason}`;
  return (
    <span className={classNames('flex min-w-0 items-center gap-2 font-medium', className)}>
      {state === 'reconnecting' ? (
        <CloudOff aria-hidden="true" className="size-3.5 shrink-0" />
      ) : (
        <span aria-hidden="true" className="size-2 shrink-0 rounded-full bg-current" />
      )}
      <span className="truncate">
        {word}
        {reason}
      </span>
      {state !== 'loggedOut' && <Elapsed since={since} />}
    </span>
  );
}

function WaitCell({ agent, waitIntervalSeconds }: Pick<AgentRowProps, 'agent' | 'waitIntervalSeconds'>) {
  const now = useNow();
  const since = oldestWait(agent);
  if (since === null)
    return (
      <span className="text-ink-3">
        <span aria-hidden="true">–</span>
        <span className="sr-only">no customer waits</span>
      </span>
    );
  return (
    <span className={waitTextLooks[levelSince(since, now, waitIntervalSeconds)]}>
      <Elapsed since={since} isShort />
      <span className="sr-only">{speakDuration(now - since)}</span>
    </span>
  );
}

/** The desktop is lost: what can be done for the customers before the grace time is over. */
function AbsenceLine({ agent, tabIndex }: { readonly agent: DeskAgent; readonly tabIndex: number }) {
  const movable = agent.calls.filter((call) => whyNotRequeued(call) === null).length;
  return (
    <div className="flex flex-wrap items-center gap-2.5 px-3 pb-2 text-[13px] text-partly">
      <span>
        The desktop is lost.{' '}
        {agent.calls.length === 0 ? 'No customer waits.' : `${plural(agent.calls.length, 'chat')} without an answer.`}
      </span>
      {movable > 0 && (
        <ArmedButton
          tabIndex={tabIndex}
          question={`Really re-queue ${plural(movable, 'chat')}?`}
          onConfirm={() => void requeueAll(agent)}
        >
          Re-queue all chats
        </ArmedButton>
      )}
    </div>
  );
}
