import { endCall, toggleHold } from '../../stores/call-actions.ts';
import { colleaguesIn, type Interaction, kindOf } from '../../stores/interactions/interaction.ts';
import { useIsPending } from '../../stores/requests/pending-store.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { useSupervisionStore } from '../../stores/supervision/supervision-store.ts';
import { showDialog } from '../../stores/view/view-store.ts';
import { ArmedButton } from '../../ui/armed-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';

const OFFLINE = 'Not connected: the server cannot be asked now';

interface CallButtonsProps {
  readonly interaction: Interaction;
  readonly consult: Interaction | undefined;
}

/** Everything one can do with a running chat. What is not possible now says why. */
export function CallButtons({ interaction, consult }: CallButtonsProps) {
  const { connID, heldSince } = interaction;
  const isLive = useConnectionStore((state) => state.status === 'live');
  const isHolding = useIsPending('THoldCall', connID);
  const isRetrieving = useIsPending('TRetrieveCall', connID);
  const isEnding = useIsPending('TReleaseCall', connID);
  const help = useSupervisionStore((state) => state.assistance[connID]);
  const isCustomers = kindOf(interaction) === 'customer';
  const isConsulting = consult !== undefined && consult.phase !== 'ended';
  const offline = isLive ? undefined : OFFLINE;
  const busy = isConsulting ? 'Finish the consultation first' : undefined;
  const directory = (action: 'transfer' | 'add'): void => showDialog({ kind: 'directory', connID, action });
  const isAsked = help?.state === 'asked';
  return (
    <fieldset aria-label="Chat actions" className="flex min-w-0 flex-wrap items-center gap-1.5">
      <Button
        isPending={isHolding || isRetrieving}
        disabled={!isLive || isConsulting}
        aria-pressed={heldSince !== null}
        title={offline ?? busy ?? `${heldSince === null ? 'Hold' : 'Retrieve'} (Alt+M)`}
        onClick={() => void toggleHold(interaction)}
      >
        {heldSince === null ? 'Hold' : 'Retrieve'}
      </Button>
      {isCustomers && (
        <>
          <Button
            aria-haspopup="dialog"
            disabled={isConsulting}
            title={busy ?? 'Transfer or consult (Alt+T, Alt+C)'}
            onClick={() => directory('transfer')}
          >
            Transfer
          </Button>
          <Button
            aria-haspopup="dialog"
            disabled={isConsulting}
            title={busy ?? 'Add a colleague to the chat (Alt+G)'}
            onClick={() => directory('add')}
          >
            Conference
          </Button>
          <Button
            aria-haspopup="dialog"
            title="Ask a supervisor for help (Alt+H)"
            className={isAsked ? 'border-whisper text-whisper' : undefined}
            onClick={() => showDialog({ kind: 'assist', connID })}
          >
            {isAsked ? (
              <>
                Help asked <Elapsed since={help.since} isShort />
              </>
            ) : (
              'Assist'
            )}
          </Button>
        </>
      )}
      <EndButton interaction={interaction} isPending={isEnding} offline={offline} />
    </fieldset>
  );
}

interface EndButtonProps {
  readonly interaction: Interaction;
  readonly isPending: boolean;
  readonly offline: string | undefined;
}

/** Ends the chat, or leaves it to the colleagues who are in it. */
function EndButton({ interaction, isPending, offline }: EndButtonProps) {
  const isShared = colleaguesIn(interaction).length > 0 && kindOf(interaction) === 'customer';
  if (isShared)
    return (
      <ArmedButton
        look="danger"
        isPending={isPending}
        disabled={offline !== undefined}
        title={offline ?? 'Leave the chat to the others (Ctrl+Shift+E)'}
        question="Leave? Press again"
        onConfirm={() => void endCall(interaction)}
      >
        Leave
      </ArmedButton>
    );
  return (
    <Button
      look="danger"
      isPending={isPending}
      disabled={offline !== undefined}
      title={offline ?? 'End the chat (Ctrl+Shift+E)'}
      onClick={() => void endCall(interaction)}
    >
      End
    </Button>
  );
}

/** Nobody has answered yet: the call is given up. */
export function GiveUpButton({ interaction }: { readonly interaction: Interaction }) {
  const isPending = useIsPending('TReleaseCall', interaction.connID);
  const isLive = useConnectionStore((state) => state.status === 'live');
  return (
    <Button
      look="danger"
      isPending={isPending}
      disabled={!isLive}
      title={isLive ? 'Stop calling (Ctrl+Shift+E)' : OFFLINE}
      onClick={() => void endCall(interaction)}
    >
      Give up
    </Button>
  );
}
