import type { MonitorMode } from '@cordboard/shared/tlib/monitoring';
import { Ear, EyeOff, MessageSquare } from 'lucide-react';
import type { SegmentOption } from '../../ui/segmented.tsx';

/** Which modes the agent is told of; the customer is told of none. */
export type VisibleModes = Readonly<Record<MonitorMode, boolean>>;

export const modeSegments: readonly SegmentOption<MonitorMode>[] = [
  { id: 'mute', words: 'Silent', icon: <EyeOff aria-hidden="true" className="size-3.5" />, title: 'Silent (Alt+S)' },
  {
    id: 'coach',
    words: 'Whisper',
    icon: <Ear aria-hidden="true" className="size-3.5" />,
    chosenLook: 'bg-whisper-soft text-whisper',
    title: 'Whisper (Alt+P)',
  },
  {
    id: 'connect',
    words: 'Barge in',
    icon: <MessageSquare aria-hidden="true" className="size-3.5" />,
    title: 'Barge in (Alt+B)',
  },
];

/** Who knows that the supervisor is there, as a sentence. */
export function whoSeesWords(mode: MonitorMode, agent: string, visible: VisibleModes): string {
  if (mode === 'mute')
    return visible.mute
      ? `${agent} sees that you listen. The customer does not.`
      : `Neither ${agent} nor the customer sees that you listen.`;
  if (mode === 'coach')
    return visible.coach
      ? `${agent} sees that you whisper. The customer does not.`
      : `${agent} reads your whispers. The customer does not.`;
  return visible.connect
    ? `${agent} sees that you are in the chat. The customer reads what you write.`
    : `${agent} and the customer read what you write.`;
}
