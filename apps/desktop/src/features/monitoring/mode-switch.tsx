import { useState } from 'react';
import { useIsPending } from '../../stores/requests/pending-store.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import type { ObservedChat } from '../../stores/supervision/monitoring-reducer.ts';
import { switchMode } from '../../stores/supervision/supervision-actions.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { modeSegments, type VisibleModes, whoSeesWords } from './mode-look.tsx';

/** What the tenant has when the server does not say. */
const USUAL_VISIBLE: VisibleModes = { mute: false, coach: true, connect: true };

/** A change of mode has been asked for and is not answered yet. */
export function useIsSwitching(connID: string): boolean {
  const isOn = useIsPending('TSetMuteOn', connID);
  const isOff = useIsPending('TSetMuteOff', connID);
  return isOn || isOff;
}

interface ModeSwitchProps {
  readonly chat: ObservedChat;
  readonly agentName: string;
}

/** Silent, Whisper, Barge in, and who knows of it. */
export function ModeSwitch({ chat, agentName }: ModeSwitchProps) {
  const { mode, undoMode } = chat;
  const isLive = useConnectionStore((state) => state.status === 'live');
  const visible = useSessionStore((state) => state.settings?.supervisorVisible) ?? USUAL_VISIBLE;
  const isSwitching = useIsSwitching(chat.connID);
  const [refusal, setRefusal] = useState<string | null>(null);
  const go = (to: typeof mode): void => {
    if (to !== mode) void switchMode(chat, to).then(setRefusal);
  };
  return (
    <div aria-busy={isSwitching}>
      <Segmented
        label="Mode"
        options={modeSegments}
        chosen={mode}
        onChoose={go}
        isManual
        disabled={!isLive || isSwitching}
        className="mx-4 my-3"
      />
      <p role="status" className="flex items-center gap-2 bg-warn-soft px-4 py-1.5 text-xs font-medium text-warn">
        <span className="flex-1">{whoSeesWords(mode, agentName, visible)}</span>
        {undoMode !== null && (
          <button
            type="button"
            disabled={!isLive || isSwitching}
            onClick={() => go(undoMode)}
            className="min-h-6 rounded-md px-1.5 font-semibold underline"
          >
            Undo
          </button>
        )}
      </p>
      {refusal !== null && (
        <p role="alert" className="px-4 py-1.5 text-[13px] text-danger">
          The mode was not changed: {refusal}
        </p>
      )}
    </div>
  );
}
