import type { TeamState } from '../../stores/supervision/team-rows.ts';

interface StateLook {
  readonly word: string;
  readonly className: string;
}

/** Word and colour of what an agent does. */
export const teamStateLooks: Record<TeamState, StateLook> = {
  ready: { word: 'Ready', className: 'text-ready' },
  onChat: { word: 'On chat', className: 'text-accent-ink' },
  notReady: { word: 'Not ready', className: 'text-not-ready' },
  afterCallWork: { word: 'After-contact work', className: 'text-after-work' },
  reconnecting: { word: 'Reconnecting', className: 'text-partly' },
  loggedOut: { word: 'Logged out', className: 'text-offline' },
};
