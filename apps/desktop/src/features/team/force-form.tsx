import type { DeskAgent } from '@cordboard/shared/desk/desk-view';
import { useId, useState } from 'react';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { forceLogout, forceNotReady } from '../../stores/supervision/supervision-actions.ts';
import { ArmedButton } from '../../ui/armed-button.tsx';
import { useRefusable } from './use-refusable.ts';

const REASON_LENGTH_MAX = 100;

/** Not Ready or logged out by somebody else: never without a reason, which the agent reads. */
export function ForceForm({ agent, onDone }: { readonly agent: DeskAgent; readonly onDone: () => void }) {
  const reasons = useSessionStore((state) => state.settings?.notReadyReasons) ?? [];
  const [reason, setReason] = useState('');
  const { refusal, isPending, settle } = useRefusable(onDone);
  const id = useId();
  const given = reason.trim();
  const isNotReady = agent.state === 'notReady';

  const why = given === '' ? 'Give a reason first' : undefined;

  return (
    <div className="w-[300px]">
      <h3 className="font-semibold">{agent.name}</h3>
      <label htmlFor={id} className="mt-2 mb-1 block text-xs text-ink-2">
        Reason, which {agent.nickname ?? agent.name} reads
      </label>
      <input
        id={id}
        data-autofocus
        list={`${id}-list`}
        maxLength={REASON_LENGTH_MAX}
        autoComplete="off"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        className="min-h-9 w-full rounded-[9px] border border-line-strong/60 bg-surface px-2.5 py-1.5 text-ink"
      />
      <datalist id={`${id}-list`}>
        {reasons.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      {refusal !== null && (
        <p role="alert" className="mt-2 text-[13px] text-danger">
          {refusal}
        </p>
      )}
      <div className="mt-3 flex gap-2">
        <ArmedButton
          question="Really set Not Ready?"
          disabled={given === '' || isNotReady}
          title={isNotReady ? 'Not Ready already' : why}
          isPending={isPending}
          onConfirm={() => void settle(forceNotReady(agent.dn, given))}
        >
          Set Not Ready
        </ArmedButton>
        <ArmedButton
          question="Really log out?"
          look="danger"
          disabled={given === ''}
          title={why}
          isPending={isPending}
          onConfirm={() => void settle(forceLogout(agent.dn, given))}
        >
          Log out
        </ArmedButton>
      </div>
      {agent.calls.length > 0 && (
        <p className="mt-2 text-xs text-ink-2">Logged out with {agent.nickname ?? agent.name}’s last chat.</p>
      )}
    </div>
  );
}
