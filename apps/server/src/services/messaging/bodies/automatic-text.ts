import { type Header, header, type SipRequest } from '../../../protocols/sip/message/message.ts';

const NAME = 'Auto-Submitted';

/** On texts that no person has written (RFC 3834 5, as RFC 5436 has it for notices): two automats must not keep each other busy. */
export const AUTOMATIC: Header = { name: NAME, value: 'auto-generated' };

/** Whether an automat has written this. */
export function isAutomatic(request: SipRequest): boolean {
  const value = header(request, NAME)?.split(';')[0]?.trim().toLowerCase();
  return value !== undefined && value !== 'no';
}
