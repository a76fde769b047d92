/** The only event that is served (RFC 3856). */
import { type Header, header, type SipRequest } from '../../protocols/sip/message/message.ts';

export const PRESENCE_EVENT = 'presence';
export const ALLOW_EVENTS: Header = { name: 'Allow-Events', value: PRESENCE_EVENT };

/** The event's name without its parameters. */
export function eventOf(request: SipRequest): string {
  return header(request, 'Event')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** The `id` of an Event: events with different ids are different subscriptions of one dialog (RFC 6665 8.2.1). */
export function eventIdOf(event: string): string | undefined {
  return /;\s*id\s*=\s*([^;\s]+)/i.exec(event)?.[1];
}
