import { AgentStatus } from '@cordboard/shared/tlib/agent-states';
import { MediaType } from '@cordboard/shared/tlib/call-types';
import { useAgentStore } from '../../stores/agent/agent-store.ts';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';

/** Per medium of the place: slots taken of slots there are, or off. Ringing takes a slot too. */
export function CapacityMeter() {
  const place = useSessionStore((state) => state.place);
  const settings = useSessionStore((state) => state.settings);
  const directoryNumbers = useAgentStore((state) => state.directoryNumbers);
  const interactions = useInteractionsStore((state) => state.interactions);
  if (place === null || settings === null) return null;

  const isOn = (medium: 'im' | 'voice'): boolean =>
    place.directoryNumbers.some(
      (placeDn) =>
        placeDn[medium] &&
        (directoryNumbers[placeDn.number]?.status ?? AgentStatus.LoggedOut) !== AgentStatus.LoggedOut,
    );
  const has = (medium: 'im' | 'voice'): boolean => place.directoryNumbers.some((placeDn) => placeDn[medium]);
  const open = Object.values(interactions).filter(({ phase }) => phase !== 'ended');
  const chats = open.filter(({ mediaType }) => mediaType === MediaType.Chat).length;
  return (
    <ul aria-label="Capacity" className="flex items-center gap-4 text-xs text-ink-2 max-md:hidden">
      {has('im') && <Medium name="IM" isOn={isOn('im')} used={chats} max={settings.chatMax} />}
      {has('voice') && <Medium name="Voice" isOn={isOn('voice')} used={open.length - chats} max={settings.voiceMax} />}
    </ul>
  );
}

interface MediumProps {
  readonly name: string;
  readonly isOn: boolean;
  readonly used: number;
  readonly max: number;
}

/** More slots than this are a number, not a row of bars. */
const BARS_MAX = 8;

function Medium({ name, isOn, used, max }: MediumProps) {
  if (!isOn) return <li>{name} · off</li>;
  const bars = Array.from({ length: max <= BARS_MAX ? max : 0 }, (_, index) => index);
  return (
    <li className="flex items-center gap-2.5">
      {name}
      <span aria-hidden="true" className="flex gap-[3px]">
        {bars.map((index) => (
          <span key={index} className={`h-1.5 w-3.5 rounded-[3px] ${index < used ? 'bg-accent' : 'bg-line'}`} />
        ))}
      </span>
      <span className="num">
        {used} of {max}
      </span>
    </li>
  );
}
