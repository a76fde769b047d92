import type { TEvent } from '@cordboard/shared/tlib/events';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepSession } from '../../stores/session/session-store.ts';
import { resumeSession } from '../../stores/session-actions.ts';
import { agentCall, imCall, maya, on, partyInfo, places, registered, settings } from '../../testing/builders.ts';
import { deskAgent, deskView } from '../../testing/desk-builders.ts';
import { installFakeApi } from '../../testing/fake-api.ts';
import { FakeDeskFeed } from '../../testing/fake-desk-feed.ts';
import { type FakeEvent, FakeGateway } from '../../testing/fake-gateway.ts';
import { leavePage, renderPage } from '../../testing/render-page.tsx';

const akim = imCall('00000000000000a1', 'akim@example.net');
const consult = agentCall('00000000000000b1', '1001', '1002', akim.connID);
const mine = { thisDNRole: 1, otherDN: '1002' };
const now = (): number => Date.now();
let gateway: FakeGateway;
let feed: FakeDeskFeed;

function emit(...events: readonly TEvent[]): void {
  act(() => {
    for (const event of events) gateway.emit(event as FakeEvent);
  });
}
const chatting = (): TEvent[] => [
  registered(now(), { AgentStatus: 2, AgentStatusSince: now() }),
  on('EventRinging', now(), akim),
  on('EventEstablished', now(), akim),
];
const consulting = (): TEvent[] => [
  ...chatting(),
  on('EventHeld', now(), akim),
  on('EventDialing', now(), consult, mine),
  on('EventEstablished', now(), consult, mine),
];
const whisper = (im: string, from = '2001'): TEvent =>
  on('EventPrivateInfo', now(), akim, {
    privateMsgID: 3001,
    messageID: `w-${im}`,
    otherDN: from,
    otherDNRole: 10,
    extensions: { im, whisper: true },
  });
const coachJoins = (): TEvent =>
  on('EventPartyAdded', now(), akim, { otherDN: '2001', otherDNRole: 10, extensions: { MonitorMode: 'coach' } });

async function lastRequest<Name extends Parameters<FakeGateway['requestsOf']>[0]>(name: Name) {
  await waitFor(() => expect(gateway.requestsOf(name).length).toBeGreaterThan(0));
  const request = gateway.requestsOf(name).at(-1);
  if (request === undefined) throw new Error('no request');
  return request;
}

function refuse(referenceID: number, errorMessage: string): void {
  emit({ name: 'EventError', time: now(), referenceID, errorCode: 'TargetLoggedOut', errorMessage });
}

const press = (name: string | RegExp): Promise<void> => userEvent.click(screen.getByRole('button', { name }));

beforeEach(async () => {
  installFakeApi(({ path }) => {
    if (path === '/api/session') return { body: { token: 't1', person: maya, place: places.oneDn } };
    if (path === '/api/desktop') return { body: settings };
    if (path.endsWith('/decisions')) return { body: [] };
    return undefined;
  });
  keepSession({ token: 't1', isAtDesk: true });
  feed = new FakeDeskFeed();
  gateway = renderPage(new FakeGateway(), true, feed);
  await act(() => resumeSession());
  act(() => feed.show(deskView(now())));
});
afterEach(leavePage);

describe('hold', () => {
  it('[DT61] asks, and the event closes the composer with the reason and the way out', async () => {
    emit(...chatting());
    await press('Hold');
    expect(await lastRequest('THoldCall')).toMatchObject({ thisDN: '1001', connID: akim.connID });
    expect(screen.getByRole('textbox', { name: 'Message to akim' })).toHaveProperty('disabled', false);
    emit(on('EventHeld', now(), akim));
    expect(screen.getByRole('textbox', { name: 'Message to akim' })).toHaveProperty('disabled', true);
    expect(screen.getByText(/akim gets nothing from you until you retrieve/)).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'On hold' })).getByText('akim')).toBeTruthy();
    await userEvent.click(within(screen.getByRole('form', { name: 'Write to akim' })).getByText('Retrieve'));
    expect(await lastRequest('TRetrieveCall')).toMatchObject({ connID: akim.connID });
  });
});

describe('directory', () => {
  const open = async (key: string): Promise<HTMLElement> => {
    emit(...chatting());
    await userEvent.keyboard(`{Alt>}${key}{/Alt}`);
    return screen.findByRole('dialog');
  };
  const row = (name: string): HTMLElement => {
    const found = screen.getAllByRole('option').find((option) => option.textContent.includes(name));
    if (found === undefined) throw new Error(`no row ${name}`);
    return found;
  };

  it('[DT62] says why something cannot be chosen, and warns of no free slot', async () => {
    await open('t');
    expect(row('Maya Ross').textContent).toContain('This is you');
    expect(row('Tom Sato').textContent).toContain('Logged out');
    expect(row('Night_Shift').textContent).toContain('Nobody is logged in');
    expect(row('1119').textContent).toContain('Has no active strategy');
    expect(row('Ravi Iyer').textContent).toContain('Not ready · Lunch');
    await userEvent.type(screen.getByRole('combobox'), 'lena');
    expect(row('Lena Novak').textContent).toContain('No free slot');
    expect(row('Lena Novak').getAttribute('aria-disabled')).toBe(null);
  });

  it('[DT62] a change of the view changes the row under the eyes', async () => {
    await open('t');
    act(() => feed.change({ time: now(), agents: [deskAgent('1002', 'Ben Okafor', { chats: 3 })] }));
    expect(row('Ben Okafor').textContent).toContain('0 of 3 free');
  });

  it('[DT63] a transfer needs a second press on the same row, and takes the note along', async () => {
    const dialog = await open('t');
    await userEvent.type(within(dialog).getByRole('textbox', { name: /Note/ }), 'VIP');
    await userEvent.click(row('Ben Okafor'));
    expect(gateway.requestsOf('TSingleStepTransfer')).toHaveLength(0);
    await userEvent.click(row('Lena Novak'));
    await userEvent.click(row('Ben Okafor'));
    expect(gateway.requestsOf('TSingleStepTransfer')).toHaveLength(0);
    await userEvent.click(row('Ben Okafor'));
    expect(await lastRequest('TSingleStepTransfer')).toMatchObject({
      connID: akim.connID,
      otherDN: '1002',
      userData: { TransferNote: 'VIP' },
    });
  });

  it('[DT63] a refusal is said in the dialog, which stays', async () => {
    const dialog = await open('c');
    await userEvent.click(row('Ben Okafor'));
    const { referenceID, ...request } = await lastRequest('TInitiateTransfer');
    expect(request).toMatchObject({ otherDN: '1002', userData: { ConsultCustomer: 'akim' } });
    refuse(referenceID, 'Nobody is logged in at the target.');
    expect((await within(dialog).findByRole('alert')).textContent).toBe('Nobody is logged in at the target.');
    expect(screen.getByRole('dialog')).toBe(dialog);
  });

  it('[DT62] favourites and recent ones come first and are kept for the person', async () => {
    await open('g');
    await userEvent.type(screen.getByRole('combobox'), 'lena{Alt>}f{/Alt}{Backspace}{Backspace}{Backspace}{Backspace}');
    await userEvent.click(row('Ben Okafor'));
    const { referenceID } = await lastRequest('TSingleStepConference');
    emit({ name: 'EventACK', time: now(), referenceID } as TEvent);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null));
    await userEvent.keyboard('{Alt>}t{/Alt}');
    await screen.findByRole('dialog');
    expect(
      screen
        .getAllByRole('option')
        .slice(0, 2)
        .map((option) => option.textContent.slice(0, 12)),
    ).toEqual([expect.stringContaining('Lena'), expect.stringContaining('Ben')]);
    expect(localStorage.getItem('cordboard.destinations.1001')).toContain('agent 1003');
  });

  it('[DT69] a chat with a customer begins by address; the reason it fails is said in words', async () => {
    emit(registered(now(), { AgentStatus: 1, AgentStatusSince: now() }));
    await userEvent.keyboard('{Alt>}w{/Alt}');
    await userEvent.type(await screen.findByRole('combobox'), 'bob@example.net{Enter}');
    const { referenceID, ...request } = await lastRequest('TMakeCall');
    expect(request).toMatchObject({ thisDN: '1001', otherDN: 'bob@example.net' });
    const out = { ...imCall('00000000000000d1', 'bob@example.net'), callType: 3 as const, ani: '1001' };
    const side = { thisDNRole: 1, otherDN: 'bob@example.net' };
    emit(on('EventDialing', now(), out, { ...side, referenceID }));
    expect(await screen.findByRole('region', { name: 'Calling' })).toBeTruthy();
    emit(
      on('EventDestinationBusy', now(), out, {
        ...side,
        callState: 6,
        extensions: { reason: 'Nobody is at this address.' },
      }),
      on('EventReleased', now(), out, side),
    );
    expect(screen.getByRole('form', { name: 'Wrap-up' }).textContent).toContain('Nobody is at this address.');
  });
});

describe('consultation', () => {
  it('[DT64] is a thread of its own, and hand over needs a second press', async () => {
    emit(...consulting());
    const thread = screen.getByRole('region', { name: 'Consultation with Ben Okafor' });
    expect(document.activeElement).toBe(within(thread).getByRole('textbox', { name: 'Message to Ben Okafor' }));
    const button = within(thread).getByRole('button', { name: 'Hand over' });
    await userEvent.click(button);
    expect(gateway.requestsOf('TCompleteTransfer')).toHaveLength(0);
    await userEvent.click(button);
    expect(await lastRequest('TCompleteTransfer')).toMatchObject({
      connID: akim.connID,
      consultConnID: consult.connID,
    });
  });

  it('[DT66] drafts to customer and colleague are two, and each goes where it was written', async () => {
    emit(...consulting());
    await userEvent.keyboard('between us{Enter}');
    expect(await lastRequest('TPrivateService')).toMatchObject({
      connID: consult.connID,
      extensions: { im: 'between us' },
    });
    await userEvent.keyboard('half a thought');
    emit(on('EventHeld', now(), consult, mine), on('EventRetrieved', now(), akim));
    expect(screen.getByRole('textbox', { name: 'Message to akim' })).toHaveProperty('value', '');
    expect(screen.getByRole('textbox', { name: 'Message to Ben Okafor' })).toHaveProperty('disabled', true);
  });

  it('[DT65] says that it was declined, and goes back to the customer', async () => {
    emit(
      ...chatting(),
      on('EventHeld', now(), akim),
      on('EventDialing', now(), consult, mine),
      on('EventDestinationBusy', now(), consult, { ...mine, callState: 6 }),
      on('EventReleased', now(), consult, { ...mine, callState: 6 }),
    );
    const thread = screen.getByRole('region', { name: 'Consultation with Ben Okafor' });
    expect(within(thread).getByRole('status').textContent).toBe('Ben Okafor declined');
    await press('Back to akim');
    expect(await lastRequest('TRetrieveCall')).toMatchObject({ connID: akim.connID });
  });

  it('[DT74] who takes part is asked for after a reload and after a join', async () => {
    emit(registered(now(), { AgentStatus: 2, 'conn-1': akim.connID, 'ct-1': 2, 'ps-1': 'established' }));
    expect(await lastRequest('TQueryCall')).toMatchObject({ connID: akim.connID });
    emit(
      partyInfo(now(), akim, [
        { dn: '1001', role: 2 },
        { dn: '1002', role: 2, state: 'established' },
      ]),
    );
    expect(within(screen.getByRole('list', { name: 'Participants' })).getByText('Ben Okafor')).toBeTruthy();
  });
});

describe('supervisors', () => {
  it('[DT71] [DT66] a whisper is answered apart from the customer, and never sent as a text', async () => {
    emit(...chatting(), coachJoins(), whisper('Offer to cancel it'));
    expect(within(screen.getByRole('list', { name: 'Participants' })).getByText(/Sara Lind coaches you/)).toBeTruthy();
    expect(screen.getByRole('article', { name: /Sara Lind whispers/ }).textContent).toContain('only you two see this');
    await press('Whisper to Sara Lind');
    await userEvent.keyboard('Will do{Enter}');
    expect(await lastRequest('TPrivateService')).toMatchObject({ extensions: { im: 'Will do', whisper: true } });
    expect(gateway.requestsOf('TPrivateService').filter(({ serviceID }) => serviceID === 3001)).toHaveLength(1);
    expect(screen.getByRole('textbox', { name: 'Message to akim' })).toHaveProperty('value', '');
  });

  it('[DT72] the eye in the top bar tells of a subscription', () => {
    emit(...chatting(), {
      name: 'EventMonitoringNextCall',
      time: now(),
      thisDN: '1001',
      otherDN: '2001',
      otherDNRole: 10,
      monitorNextCallType: 1,
      extensions: { MonitorMode: 'coach' },
    } as TEvent);
    expect(screen.getByText('Sara Lind coaches you in your chats')).toBeTruthy();
  });

  it('[DT70] asks with a reason, shows who helps, and takes it back', async () => {
    emit(...chatting());
    await userEvent.keyboard('{Alt>}h{/Alt}');
    await screen.findByRole('dialog', { name: 'Ask for help' });
    await userEvent.keyboard('Refund above my limit{Enter}');
    const { referenceID, ...request } = await lastRequest('TPrivateService');
    expect(request).toMatchObject({ serviceID: 3003, extensions: { action: 'ask', im: 'Refund above my limit' } });
    const told = (state: string, more: object = {}): TEvent =>
      on('EventPrivateInfo', now(), akim, {
        privateMsgID: 3003,
        extensions: { state, assistID: 'h1', agentDN: '1001', ...more },
      });
    emit({ name: 'EventACK', time: now(), referenceID } as TEvent, told('asked'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBe(null));
    await press(/Help asked/);
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel the request' }));
    expect(await lastRequest('TPrivateService')).toMatchObject({ extensions: { action: 'cancel', assistID: 'h1' } });
    emit(told('taken', { takenBy: '2001' }));
    expect(screen.getByText(/Sara Lind helps you/)).toBeTruthy();
  });

  it('[DT73] forced changes and moved chats are said with the name', async () => {
    emit(...chatting(), on('EventReleased', now(), akim, { callState: 22 }), {
      name: 'EventAgentNotReady',
      time: now(),
      thisDN: '1001',
      agentID: '1001',
      agentWorkMode: 4,
      reasons: { reason: 'Meeting' },
      extensions: { by: '2001', byName: 'Sara Lind' },
    } as TEvent);
    expect(screen.getByText('The chat with akim was put back in the queue.')).toBeTruthy();
    expect(screen.getByText('Sara Lind made you Not Ready: Meeting.')).toBeTruthy();
  });
});

describe('conference', () => {
  it('[DT68] a colleague is taken out by a second press, and so one leaves', async () => {
    emit(...chatting(), on('EventPartyAdded', now(), akim, { otherDN: '1002', otherDNRole: 4, thirdPartyDN: '1001' }));
    const drop = screen.getByRole('button', { name: 'Take Ben Okafor out of the chat' });
    await userEvent.click(drop);
    expect(gateway.requestsOf('TDeleteFromConference')).toHaveLength(0);
    await userEvent.click(drop);
    expect(await lastRequest('TDeleteFromConference')).toMatchObject({ connID: akim.connID, otherDN: '1002' });
    await press('Leave');
    expect(gateway.requestsOf('TReleaseCall')).toHaveLength(0);
    await press('Leave? Press again');
    expect(await lastRequest('TReleaseCall')).toMatchObject({ connID: akim.connID });
  });
});

describe('the consulted agent', () => {
  it('[DT67] reads a consultation until it becomes the customer’s chat, which takes its place without the draft', async () => {
    const asked = { ...agentCall('00000000000000e1', '1002', '1001', akim.connID), otherDN: '1002' };
    emit(
      registered(now(), { AgentStatus: 2, AgentStatusSince: now() }),
      on('EventRinging', now(), asked),
      on('EventEstablished', now(), asked),
    );
    await userEvent.type(await screen.findByRole('textbox', { name: 'Message to Ben Okafor' }), 'for your eyes only');
    emit(
      on('EventPartyChanged', now(), akim, {
        previousConnID: asked.connID,
        callState: 1,
        thirdPartyDN: '1002',
        thirdPartyDNRole: 7,
      }),
    );
    expect(screen.getByRole('region', { name: 'Chat with akim' })).toBeTruthy();
    expect(screen.getByRole('textbox', { name: 'Message to akim' })).toHaveProperty('value', '');
    expect(screen.getByText(/Ben Okafor handed the chat over to you/)).toBeTruthy();
  });
});
