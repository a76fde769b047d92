import { CircleCheck, CircleDot, CircleMinus, CircleOff, ClipboardCheck, type LucideIcon } from 'lucide-react';
import type { AgentSummary, OverallStatus } from '../../stores/agent/agent-summary.ts';

interface StatusLook {
  readonly icon: LucideIcon;
  readonly word: string;
  readonly className: string;
}

/** Icon, word and colour of each status: never the colour alone. */
export const statusLooks: Record<OverallStatus, StatusLook> = {
  ready: { icon: CircleCheck, word: 'Ready', className: 'bg-ready-soft text-ready' },
  readyForSome: { icon: CircleDot, word: 'Ready for some', className: 'bg-partly-soft text-partly' },
  notReady: { icon: CircleMinus, word: 'Not ready', className: 'bg-not-ready-soft text-not-ready' },
  afterCallWork: { icon: ClipboardCheck, word: 'After-contact work', className: 'bg-after-work-soft text-after-work' },
  loggedOut: {
    icon: CircleOff,
    word: 'Logged out',
    className: 'bg-offline-soft text-offline outline-1 outline-dashed outline-offline',
  },
};

/** `Not ready · Lunch` */
export function statusWords({ status, reason }: AgentSummary): string {
  const { word } = statusLooks[status];
  return reason === null || status !== 'notReady' ? word : `${word} · ${reason}`;
}
