import { useEffect } from 'react';
import { speakDuration } from '../../lib/format-time.ts';
import { useNow } from '../../lib/use-now.ts';
import { acceptCall, declineCall } from '../../stores/call-actions.ts';
import { useColleagueName } from '../../stores/interactions/colleague-name.ts';
import { loadDecisions, useDecisionsStore, whyYou } from '../../stores/interactions/decisions-store.ts';
import { type Interaction, kindOf } from '../../stores/interactions/interaction.ts';
import { nameOf, subjectOf } from '../../stores/interactions/interaction-name.ts';
import { useIsPending } from '../../stores/requests/pending-store.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { Kbd } from '../../ui/kbd.tsx';

interface RingingCardProps {
  readonly interaction: Interaction;
  /** The one that the accept key means. */
  readonly isFirst: boolean;
}

/** An offer: who, from where, why you, since when, and what can be done about it. */
export function RingingCard({ interaction, isFirst }: RingingCardProps) {
  const { connID, customer, routingPoint, queue, preview, ringingAt, noAnswerAt, userData } = interaction;
  const isAccepting = useIsPending('TAnswerCall', connID);
  const isDeclining = useIsPending('TReleaseCall', connID);
  const isLive = useConnectionStore((state) => state.status === 'live');
  const decisions = useDecisionsStore((state) => state.decisions[connID]);
  useEffect(() => {
    // Rung before, it was decided anew.
    void loadDecisions(connID, true);
  }, [connID]);
  const why = whyYou(decisions);
  const origin = useOrigin(interaction);
  const note = typeof userData.TransferNote === 'string' ? userData.TransferNote : null;
  const record = decisions?.state === 'loaded' ? decisions.records.at(-1) : undefined;
  const waitingSince = record !== undefined && ringingAt !== null ? ringingAt - record.waitedMs : ringingAt;
  const offline = isLive ? undefined : 'Not connected: the server cannot be asked now';
  return (
    <li>
      <article
        aria-label={`Ringing: ${nameOf(interaction)}`}
        className="raised mb-1.5 rounded-[10px] border border-accent bg-surface p-2.5"
      >
        <div className="flex items-center gap-2.5">
          <Avatar name={nameOf(interaction)} />
          <div className="min-w-0 flex-1">
            <p className="truncate font-semibold" title={customer}>
              {nameOf(interaction)}
            </p>
            <p className="truncate text-xs text-ink-2">
              {origin ?? record?.virtualQueue ?? queue ?? routingPoint ?? 'Direct'}
              {preview !== null && ` · “${preview}”`}
            </p>
          </div>
          {waitingSince !== null && (
            <span className="self-start text-xs text-ink-3" title="Waits since">
              <Elapsed since={waitingSince} isShort />
            </span>
          )}
        </div>
        {note !== null && (
          <p className="mt-1.5 rounded-md bg-whisper-soft px-2 py-1 text-xs text-whisper">Note: {note}</p>
        )}
        {/* Its place is kept until it is known, so that Accept does not move away under the pointer. */}
        {origin === null && (
          <p className="mt-1.5 line-clamp-2 min-h-[2lh] text-xs text-ink-2" title={why ?? undefined}>
            {why}
          </p>
        )}
        {ringingAt !== null && noAnswerAt !== null && <Countdown ringingAt={ringingAt} noAnswerAt={noAnswerAt} />}
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <Button
            look="primary"
            isPending={isAccepting}
            disabled={!isLive || isDeclining}
            title={offline ?? 'Ctrl+Shift+A or Alt+A'}
            onClick={() => void acceptCall(interaction)}
          >
            Accept
          </Button>
          <Button
            isPending={isDeclining}
            disabled={!isLive || isAccepting}
            title={offline ?? 'Ctrl+Shift+X'}
            onClick={() => void declineCall(interaction)}
          >
            Decline
          </Button>
          {isFirst && (
            <span className="ml-auto">
              <Kbd>Alt A</Kbd>
            </span>
          )}
        </div>
      </article>
    </li>
  );
}

/** How a call that no router sent has come to ring here. */
function useOrigin(interaction: Interaction): string | null {
  const { sentBy, returnReason } = interaction;
  const sender = useColleagueName(sentBy ?? '');
  const kind = kindOf(interaction);
  const about = subjectOf(interaction);
  if (returnReason === 'transferDeclined') return 'Back to you: the transfer was declined';
  if (returnReason === 'transferNotAnswered') return 'Back to you: nobody answered the transfer';
  if (kind === 'consult') return `Asks your advice${about === null ? '' : ` about ${about}`}`;
  if (kind === 'internal') return 'Internal chat';
  return sentBy === null ? null : `From ${sender}`;
}

/** An unanswered ring goes on to somebody else after this time. */
function Countdown({ ringingAt, noAnswerAt }: { readonly ringingAt: number; readonly noAnswerAt: number }) {
  const now = useNow();
  const allowedMs = Math.max(1, noAnswerAt - ringingAt);
  const leftMs = Math.min(allowedMs, Math.max(0, noAnswerAt - now));
  const seconds = Math.ceil(leftMs / 1000);
  return (
    <div className="mt-2 flex items-center gap-2 text-xs text-ink-2" title={`${speakDuration(leftMs)} to answer`}>
      <span aria-hidden="true" className="h-1 flex-1 overflow-hidden rounded-full bg-sunk">
        <span
          className={`block h-full rounded-full ${seconds <= 5 ? 'bg-danger' : 'bg-accent'}`}
          style={{ width: `${(leftMs / allowedMs) * 100}%` }}
        />
      </span>
      <span aria-hidden="true" className="num">
        {seconds} s to answer
      </span>
    </div>
  );
}
