import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import { CircleCheck, CircleX, Clock, LifeBuoy } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { personName } from '../../stores/interactions/colleague-name.ts';
import type { Interaction } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useRequest } from '../../stores/requests/use-request.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import type { Assistance } from '../../stores/supervision/supervision-reducer.ts';
import { useSupervisionStore } from '../../stores/supervision/supervision-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';

const REASON_LENGTH_MAX = 500;

interface AssistDialogProps {
  readonly interaction: Interaction;
  readonly onClose: () => void;
}

/** Asks the supervisors of one's groups for help with a chat; the first who takes it coaches, unseen by the customer. */
export function AssistDialog({ interaction, onClose }: AssistDialogProps) {
  const { connID, dn } = interaction;
  const id = useId();
  const help = useSupervisionStore((state) => state.assistance[connID]);
  const isLive = useConnectionStore((state) => state.status === 'live');
  const [reason, setReason] = useState('');
  const request = useRequest();
  const isAsked = help?.state === 'asked';
  const assist = (extensions: Record<string, string>) =>
    request.send({ name: 'TPrivateService', thisDN: dn, connID, serviceID: PrivateMsgId.Assistance, extensions });

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (reason.trim() === '' || request.isPending) return;
    const answer = await assist({ action: 'ask', im: reason.trim() });
    if (answer !== undefined) onClose();
  };
  const cancel = async (): Promise<void> => {
    if (help !== undefined && (await assist({ action: 'cancel', assistID: help.assistID })) !== undefined) onClose();
  };

  return (
    <Dialog label="Ask for help" onClose={onClose} className="max-w-[460px] p-5">
      <h2 className="flex items-center gap-2 text-[15px] font-bold">
        <LifeBuoy aria-hidden="true" className="size-4 text-whisper" />
        Ask for help with {nameOf(interaction)}
      </h2>
      <p className="mt-1 text-xs text-ink-2">
        A supervisor reads the chat and whispers to you. The customer sees nothing of it.
      </p>
      {help !== undefined && <HelpState help={help} />}
      {isAsked ? (
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={onClose}>Close</Button>
          <Button
            look="danger"
            data-autofocus
            isPending={request.isPending}
            disabled={!isLive}
            onClick={() => void cancel()}
          >
            Cancel the request
          </Button>
        </div>
      ) : (
        <form onSubmit={submit} className="mt-3">
          <label htmlFor={id} className="mb-1 block text-xs text-ink-2">
            What is it about?
          </label>
          <textarea
            id={id}
            data-autofocus
            rows={2}
            maxLength={REASON_LENGTH_MAX}
            value={reason}
            placeholder="Refund above my limit"
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) void submit(event);
            }}
            className="block min-h-11 w-full resize-none rounded-[9px] border border-line-strong/60 bg-surface px-2.5 py-1.5 placeholder:text-ink-3"
          />
          <div className="mt-3 flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button
              type="submit"
              look="private"
              isPending={request.isPending}
              disabled={!isLive || reason.trim() === ''}
              title={reason.trim() === '' ? 'Say what it is about first' : undefined}
            >
              Ask for help
            </Button>
          </div>
        </form>
      )}
      {request.failure !== null && (
        <p role="alert" className="mt-2 text-[13px] text-danger">
          {request.failure}
        </p>
      )}
    </Dialog>
  );
}

const looks = { asked: Clock, taken: CircleCheck, cancelled: CircleX, expired: CircleX } as const;

function HelpState({ help }: { readonly help: Assistance }) {
  const Icon = looks[help.state];
  const words = {
    asked: 'Asked; nobody has taken it yet',
    taken: help.takenBy === null ? 'A supervisor helps you' : `${personName(help.takenBy)} helps you`,
    cancelled: 'You took the request back',
    expired: 'Nobody had time',
  }[help.state];
  return (
    <p
      role="status"
      className="mt-3 flex items-start gap-2 rounded-lg bg-whisper-soft px-3 py-2 text-[13px] text-whisper"
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <span>
        {words} · <Elapsed since={help.since} isShort />
        {help.reason !== '' && <span className="block text-xs">“{help.reason}”</span>}
      </span>
    </p>
  );
}
