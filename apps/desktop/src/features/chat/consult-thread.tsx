import { ArrowRightLeft, PhoneOff, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { alternate, bringTogether, dropConsultation, handOver } from '../../stores/call-actions.ts';
import { sayPhrase } from '../../stores/interactions/colleague-name.ts';
import type { Interaction } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { endOf } from '../../stores/interactions/phrase.ts';
import { useIsPending } from '../../stores/requests/pending-store.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { ArmedButton } from '../../ui/armed-button.tsx';
import { Button } from '../../ui/button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';
import { TypingLine } from './typing-line.tsx';

interface ConsultThreadProps {
  readonly main: Interaction;
  readonly consult: Interaction;
  readonly isFocused: boolean;
  /** In a narrow window the customer's thread has the room. */
  readonly isBehind: boolean;
}

function stateWords(consult: Interaction): ReactNode {
  if (consult.phase === 'ended') return sayPhrase(endOf(consult));
  if (consult.phase === 'dialing')
    return (
      <>
        Rings <Elapsed since={consult.startedAt} isShort />
      </>
    );
  if (consult.heldSince !== null)
    return (
      <>
        Waits while you talk to the customer <Elapsed since={consult.heldSince} isShort />
      </>
    );
  return 'You talk; the customer waits and reads nothing of it';
}

/** The talk with a colleague about a customer: a thread and a composer of its own, and how it can end. */
export function ConsultThread({ main, consult, isFocused, isBehind }: ConsultThreadProps) {
  const name = nameOf(consult);
  const isOver = consult.phase === 'ended';
  return (
    <section
      aria-label={`Consultation with ${name}`}
      data-region
      className={classNames(
        'flex min-h-0 min-w-0 flex-1 flex-col border-dashed border-whisper bg-bg md:border-l-2',
        isBehind && 'max-md:hidden',
      )}
    >
      <header className="border-b border-dashed border-whisper bg-whisper-soft px-3 py-2.5 text-whisper">
        <h3 className="truncate">
          <b className="font-semibold">{name}</b> · consultation
        </h3>
        <p role="status" className="text-xs">
          {stateWords(consult)}
        </p>
        <Choices main={main} consult={consult} />
      </header>
      <MessageList interaction={consult} isFocused={isFocused} />
      {consult.phase === 'active' && <TypingLine interaction={consult} />}
      {!isOver && (
        <Composer
          interaction={consult}
          isFocused={isFocused}
          remedy={
            consult.heldSince === null ? undefined : (
              <Button onClick={() => void alternate(main, consult)}>Talk to {name}</Button>
            )
          }
        />
      )}
    </section>
  );
}

function Choices({ main, consult }: { readonly main: Interaction; readonly consult: Interaction }) {
  const isLive = useConnectionStore((state) => state.status === 'live');
  const isHandingOver = useIsPending('TCompleteTransfer', main.connID);
  const isBringing = useIsPending('TCompleteConference', main.connID);
  const isDropping = useIsPending('TReconnectCall', main.connID);
  const isRetrieving = useIsPending('TRetrieveCall', main.connID);
  const customer = nameOf(main);
  const name = nameOf(consult);
  const common = { disabled: !isLive, className: 'min-h-8' };
  if (consult.phase === 'ended')
    return (
      <div className="mt-2">
        <Button
          {...common}
          look="primary"
          isPending={isRetrieving}
          onClick={() => void dropConsultation(main, consult)}
        >
          Back to {customer}
        </Button>
      </div>
    );
  const isAnswered = consult.phase === 'active';
  return (
    <fieldset aria-label="How it ends" className="mt-2 flex min-w-0 flex-wrap gap-1.5">
      <ArmedButton
        {...common}
        look="primary"
        isPending={isHandingOver}
        title={`${name} gets ${customer}; the chat leaves you`}
        question={`${customer} to ${name}? Press again`}
        onConfirm={() => void handOver(main, consult)}
      >
        <ArrowRightLeft aria-hidden="true" className="mr-1 inline size-3.5" />
        Hand over
      </ArmedButton>
      <Button
        {...common}
        isPending={isBringing}
        disabled={!isLive || !isAnswered}
        title={isAnswered ? `You, ${name} and ${customer} in one chat` : `${name} has not answered yet`}
        onClick={() => void bringTogether(main, consult)}
      >
        <UsersRound aria-hidden="true" className="size-3.5" />
        Bring together
      </Button>
      <Button
        {...common}
        isPending={isDropping}
        title={`End the consultation and go back to ${customer}`}
        onClick={() => void dropConsultation(main, consult)}
      >
        <PhoneOff aria-hidden="true" className="size-3.5" />
        Drop
      </Button>
    </fieldset>
  );
}
