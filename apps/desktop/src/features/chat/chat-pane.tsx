import { Ear, StickyNote } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { alternate, retrieveCall } from '../../stores/call-actions.ts';
import { useChatStore } from '../../stores/chat/chat-store.ts';
import { useColleagueName } from '../../stores/interactions/colleague-name.ts';
import { consultationOf, type Interaction, observersOf } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import { focusPane, type Pane } from '../../stores/view/view-reducer.ts';
import { changeView } from '../../stores/view/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ChatHeader } from './chat-header.tsx';
import { Composer } from './composer.tsx';
import { ConsultThread } from './consult-thread.tsx';
import { MessageList } from './message-list.tsx';
import { Participants } from './participants.tsx';
import { TypingLine } from './typing-line.tsx';

type Thread = 'customer' | 'consult';

/** What was picked in a narrow window, and for which turn of the talk. */
interface Picked {
  readonly thread: Thread;
  readonly isConsulting: boolean;
}

interface ChatPaneProps {
  readonly interaction: Interaction;
  readonly pane: Pane;
  readonly isFocused: boolean;
  /** Two panes are shown: then the focused one has a ring. */
  readonly hasNeighbour: boolean;
  /** Takes the place of the composer once the chat has ended. */
  readonly wrapUp: ReactNode;
}

/**
 * One conversation: header, transcript, composer; beside it the consultation about it, if there is one. Mounted anew for
 * each chat, so nothing typed goes elsewhere.
 */
export function ChatPane({ interaction, pane, isFocused, hasNeighbour, wrapUp }: ChatPaneProps) {
  const consult = useInteractionsStore((state) => consultationOf(interaction.connID, state.interactions));
  const takeFocus = (): void => changeView((view) => focusPane(view, pane));
  const isConsulting = consult !== undefined && consult.phase !== 'ended' && consult.heldSince === null;
  // A narrow window shows the conversation that one is in, unless one has looked at the other since.
  const [picked, setPicked] = useState<Picked | null>(null);
  const front = picked?.isConsulting === isConsulting ? picked.thread : isConsulting ? 'consult' : 'customer';
  const remedy = (
    <Button
      look="primary"
      onClick={() => void (consult?.phase === 'active' ? alternate(interaction, consult) : retrieveCall(interaction))}
    >
      {consult?.phase === 'active' ? `Talk to ${nameOf(interaction)}` : 'Retrieve'}
    </Button>
  );
  return (
    <section
      aria-label={`Chat with ${nameOf(interaction)}`}
      data-region
      onFocusCapture={takeFocus}
      onPointerDownCapture={takeFocus}
      className={classNames(
        'relative flex min-w-0 flex-1 flex-col bg-bg',
        hasNeighbour && 'border-r border-line last:border-r-0',
      )}
    >
      <ChatHeader interaction={interaction} consult={consult} />
      <Participants interaction={interaction} />
      <TransferNote interaction={interaction} />
      {consult !== undefined && (
        <Segmented<Thread>
          label="Which conversation"
          className="rounded-none border-x-0 border-t-0 md:hidden"
          chosen={front}
          onChoose={(thread) => setPicked({ thread, isConsulting })}
          options={[
            { id: 'customer', words: nameOf(interaction) },
            { id: 'consult', words: nameOf(consult) },
          ]}
        />
      )}
      <div className="flex min-h-0 flex-1">
        <div
          className={classNames(
            'flex min-h-0 min-w-0 flex-1 flex-col',
            consult !== undefined && front === 'consult' && 'max-md:hidden',
          )}
        >
          <MessageList interaction={interaction} isFocused={isFocused && !isConsulting} />
          {interaction.phase === 'active' && <TypingLine interaction={interaction} />}
          {interaction.phase === 'active' && <WhisperComposer interaction={interaction} />}
          {interaction.phase === 'ended' ? (
            wrapUp
          ) : (
            <Composer
              interaction={interaction}
              isFocused={isFocused && !isConsulting}
              remedy={interaction.phase === 'active' && consult?.phase !== 'dialing' ? remedy : undefined}
            />
          )}
        </div>
        {consult !== undefined && (
          <ConsultThread
            main={interaction}
            consult={consult}
            isFocused={isFocused && isConsulting}
            isBehind={front === 'customer'}
          />
        )}
      </div>
      {hasNeighbour && isFocused && (
        <span aria-hidden="true" className="pointer-events-none absolute inset-0 border-2 border-accent" />
      )}
    </section>
  );
}

/** What the colleague who sent the chat wants one to know. */
function TransferNote({ interaction: { userData, phase } }: { readonly interaction: Interaction }) {
  const note = userData.TransferNote;
  if (typeof note !== 'string' || note === '' || phase === 'ended') return null;
  return (
    <p className="flex items-start gap-2 border-b border-line bg-whisper-soft px-3 py-1.5 text-[13px] text-whisper sm:px-[18px]">
      <StickyNote aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      <span className="[overflow-wrap:anywhere]">
        <span className="font-semibold">Note:</span> {note}
      </span>
    </p>
  );
}

/** Answers the supervisor who whispers: apart from the customer's composer, opened on purpose. */
function WhisperComposer({ interaction }: { readonly interaction: Interaction }) {
  const [isOpen, setIsOpen] = useState(false);
  const coach = observersOf(interaction).find(({ mode }) => mode === 'coach')?.dn;
  const whisperer = useChatStore((state) => {
    const lines = state.chats[interaction.connID]?.lines;
    const last = lines?.findLast((line) => line.kind === 'text' && line.isWhisper && !line.isOwn);
    return last?.kind === 'text' ? last.from : undefined;
  });
  const isHere = observersOf(interaction).some(({ dn }) => dn === whisperer);
  const dn = coach ?? (isHere ? whisperer : undefined);
  const name = useColleagueName(dn ?? '');
  if (dn === undefined) return null;
  if (isOpen) return <Composer interaction={interaction} isFocused whisperTo={name} />;
  return (
    <div className="mx-3 mb-2 sm:mx-[18px]">
      <Button className="border-dashed border-whisper text-whisper" onClick={() => setIsOpen(true)}>
        <Ear aria-hidden="true" className="size-3.5" />
        Whisper to {name}
      </Button>
    </div>
  );
}
