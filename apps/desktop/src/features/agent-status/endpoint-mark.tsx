import { Phone, PhoneOff } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { useEndpointStore } from '../../stores/session/endpoint-store.ts';

const words = {
  elsewhere: 'The SIP client of your number runs in another tab',
  connecting: 'Your SIP client is connecting: you get no chats until it is registered',
  registered: 'Your SIP client is registered: you can get chats',
  interrupted: 'Your SIP client has lost its connection and tries again',
  refused: 'Your SIP client is refused: ask your administrator for the password of your number',
} as const;

/** How it stands with the SIP client of the desk; nothing for numbers without one. */
export function EndpointMark() {
  const status = useEndpointStore((state) => state.status);
  if (status === 'off') return null;
  const isWell = status === 'registered' || status === 'elsewhere';
  const Icon = isWell ? Phone : PhoneOff;
  return (
    <span
      role="status"
      title={words[status]}
      className={classNames('grid size-8 place-items-center rounded-full', isWell ? 'text-ink-3' : 'text-warn')}
    >
      <Icon aria-hidden="true" className="size-4" strokeWidth={1.8} />
      <span className="sr-only">{words[status]}</span>
    </span>
  );
}
