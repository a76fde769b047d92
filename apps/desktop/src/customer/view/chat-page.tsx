/** @jsxImportSource preact */
import { useEffect, useReducer, useState } from 'preact/hooks';
import type { Conversation } from '../conversation/conversation.ts';
import { describeRefusal, describeStatus } from '../conversation/describe-status.ts';
import { ClosingPanel } from './closing-panel.tsx';
import { Composer } from './composer.tsx';
import { EndButton } from './end-button.tsx';
import { PreChat } from './pre-chat.tsx';
import { StatusLine } from './status-line.tsx';
import { Transcript } from './transcript.tsx';

export interface DraftBox {
  read(): string;
  keep(draft: string): void;
}

export function ChatPage({ conversation, draftBox }: { conversation: Conversation; draftBox: DraftBox }) {
  const isOnline = useConversation(conversation);
  const { phase, transcript, agentName, displayName } = conversation.store.state;
  const [name, setName] = useState(displayName);
  const [draft, setDraft] = useState(() => draftBox.read());

  const changeDraft = (text: string) => {
    draftBox.keep(text);
    setDraft(text);
  };
  const write = (text: string) => {
    changeDraft(text);
    conversation.typing(text);
  };
  const send = (text: string) => {
    changeDraft('');
    if (phase.name === 'new') conversation.start(name);
    conversation.write(text);
  };
  const startAgain = () => conversation.start(name);

  return (
    <main class="card">
      <header class="head">
        <div>
          <h1>Chat with us</h1>
          <StatusLine status={describeStatus({ phase, link: conversation.link, isOnline, agentName })} />
        </div>
        {(phase.name === 'open' || phase.name === 'opening') && <EndButton onEnd={() => conversation.end()} />}
      </header>
      <Transcript entries={transcript} onRepeat={(messageId) => conversation.repeat(messageId)}>
        {phase.name === 'new' && <PreChat name={name} onName={setName} onStart={startAgain} />}
      </Transcript>
      <p class="typing" aria-live="polite">
        {conversation.isAgentTyping && `${agentName ?? 'Somebody'} is typing…`}
      </p>
      {(phase.name === 'ended' || phase.name === 'ending') && (
        <ClosingPanel action="Start a new conversation" onAction={startAgain} />
      )}
      {phase.name === 'refused' && (
        <ClosingPanel words={describeRefusal(phase.statusCode)} action="Try again" onAction={startAgain} />
      )}
      {(phase.name === 'new' || phase.name === 'opening' || phase.name === 'open') && (
        <Composer draft={draft} onDraft={write} onSend={send} recipient={agentName} />
      )}
    </main>
  );
}

/** Draws again when the conversation, its link or the network changes; tells whether there is a network. */
function useConversation(conversation: Conversation): boolean {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const redraw = () => draw(undefined);
    const unsubscribe = conversation.subscribe(redraw);
    addEventListener('online', redraw);
    addEventListener('offline', redraw);
    return () => {
      unsubscribe();
      removeEventListener('online', redraw);
      removeEventListener('offline', redraw);
    };
  }, [conversation]);
  return navigator.onLine;
}
