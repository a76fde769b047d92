import type { Asked } from '../../gateway/request-desk.ts';
import type { DirectoryAction } from '../../stores/view/view-reducer.ts';
import type { Destination } from './destinations.ts';

export const actionWords: Readonly<
  Record<DirectoryAction, { readonly title: string; readonly verb: string; readonly hint: string }>
> = {
  consult: {
    title: 'Consult a colleague',
    verb: 'Consult',
    hint: 'Your customer goes on hold while you ask. Then you hand over, bring together or drop.',
  },
  transfer: {
    title: 'Transfer the chat',
    verb: 'Transfer now',
    hint: 'The chat leaves you at once. If nobody takes it, it rings at your desk again.',
  },
  add: {
    title: 'Add somebody to the chat',
    verb: 'Add to chat',
    hint: 'Who accepts reads the chat so far and writes to the customer, too.',
  },
  chat: { title: 'New chat', verb: 'Start', hint: 'Type a colleague’s name, or the address of a customer.' },
};

interface Chosen {
  readonly action: DirectoryAction;
  readonly dn: string;
  /** The chat it is about; null for a new one. */
  readonly connID: string | null;
  /** What its customer is called. */
  readonly customer: string | null;
  readonly to: Destination;
  readonly note: string;
}

/** The request that does it. */
export function requestFor({ action, dn, connID, customer, to: { otherDN }, note }: Chosen): Asked {
  const words = note.trim();
  if (action === 'chat' || connID === null) {
    const opening = words === '' ? {} : { extensions: { im: words } };
    return { name: 'TMakeCall', thisDN: dn, otherDN, ...opening };
  }
  const noted = words === '' ? {} : { TransferNote: words };
  // Who is asked for advice should know about whom before there is a transcript to read.
  const told = action === 'consult' && customer !== null ? { ...noted, ConsultCustomer: customer } : noted;
  const userData = Object.keys(told).length === 0 ? {} : { userData: told };
  switch (action) {
    case 'consult':
      return { name: 'TInitiateTransfer', thisDN: dn, connID, otherDN, ...userData };
    case 'transfer':
      return { name: 'TSingleStepTransfer', thisDN: dn, connID, otherDN, ...userData };
    case 'add':
      return { name: 'TSingleStepConference', thisDN: dn, connID, otherDN, ...userData };
  }
}
