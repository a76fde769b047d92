import type { PersonView, PlaceView } from '@cordboard/shared/rest/endpoints';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { keepSession } from '../../stores/session/session-store.ts';
import { resumeSession } from '../../stores/session-actions.ts';
import { maya, places, ravi, settings } from '../../testing/builders.ts';
import { type FakeCall, type FakeReply, installFakeApi } from '../../testing/fake-api.ts';
import { FakeGateway } from '../../testing/fake-gateway.ts';
import { leavePage, renderPage } from '../../testing/render-page.tsx';

afterEach(leavePage);

function api(person: PersonView, place: PlaceView | null, session?: (call: FakeCall) => FakeReply | undefined) {
  return installFakeApi((call) => {
    if (call.path === '/api/desktop') return { body: settings };
    if (call.path !== '/api/session') return undefined;
    if (session !== undefined) return session(call);
    if (call.method === 'DELETE') return { status: 204 };
    const named = (call.body as { place?: string } | undefined)?.place;
    const chosen = settings.places.find(({ name }) => name === named) ?? place;
    return { body: { token: 't1', person, place: chosen } };
  });
}

/** Registers and logs in whatever is asked. */
function willingGateway(): FakeGateway {
  const gateway = new FakeGateway();
  gateway.answerWith(
    (request) =>
      ({
        name: request.name === 'TAgentLogin' ? 'EventAgentLogin' : 'EventRegistered',
        time: Date.now(),
        thisDN: 'thisDN' in request ? request.thisDN : '',
        referenceID: request.referenceID,
        agentID: '1001',
        agentWorkMode: 0,
        extensions: { AgentStatus: 0 },
      }) as TEvent,
  );
  return gateway;
}

async function signIn(userName = '1001', gateway = willingGateway()): Promise<FakeGateway> {
  renderPage(gateway);
  await resumeSession();
  await userEvent.type(await screen.findByLabelText('User name'), userName);
  await userEvent.type(screen.getByLabelText('Password'), 'demo');
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));
  return gateway;
}

describe('login page', () => {
  it('[DT11] one DN for voice and IM is one block, ticked, and says what it means', async () => {
    api(maya, places.oneDn);
    await signIn();
    expect(await screen.findByRole('checkbox', { name: 'Voice, IM' })).toHaveProperty('checked', true);
    expect(screen.getAllByRole('checkbox')).toHaveLength(1);
    expect(screen.getByText('3 chat slots · VQ_Any 2 waiting')).toBeTruthy();
  });

  it('[DT11] an IM-only DN is IM', async () => {
    api(maya, places.imOnly);
    await signIn();
    expect(await screen.findByRole('checkbox', { name: 'IM' })).toHaveProperty('checked', true);
  });

  it('[DT11] two DNs are two blocks, IM first and ticked, voice not', async () => {
    api(ravi, places.twoDns);
    await signIn('1004');
    await screen.findByRole('checkbox', { name: 'IM' });
    expect(screen.getAllByRole('group').map((group) => group.getAttribute('aria-label') ?? group.textContent)).toEqual([
      expect.stringContaining('IM on DN 1104'),
      expect.stringContaining('Voice on DN 1004'),
    ]);
    expect(screen.getByRole('checkbox', { name: 'Voice' })).toHaveProperty('checked', false);
  });

  it('[DT13] registers the DNs of the place and logs in on those that are ticked', async () => {
    api(ravi, places.twoDns);
    const gateway = await signIn('1004');
    await userEvent.click(await screen.findByRole('button', { name: 'Log in' }));
    expect(await screen.findByRole('button', { name: /Status/ })).toBeTruthy();
    expect(gateway.requestsOf('TRegisterAddress').map(({ thisDN }) => thisDN)).toEqual(['1004', '1104']);
    expect(gateway.requestsOf('TAgentLogin')).toMatchObject([{ thisDN: '1104', agentID: '1004', thisQueue: '1101' }]);
  });

  it('[DT13] a refused login stands on the form', async () => {
    api(maya, places.oneDn);
    const gateway = new FakeGateway();
    gateway.answerWith(({ referenceID }) => ({
      name: 'EventError',
      time: 1,
      referenceID,
      errorCode: 'PlaceOccupied',
      errorMessage: 'Somebody else is logged in at this place.',
    }));
    await signIn('1001', gateway);
    await userEvent.click(await screen.findByRole('button', { name: 'Log in' }));
    expect(await screen.findByRole('alert')).toHaveProperty(
      'textContent',
      expect.stringContaining('Somebody else is logged in'),
    );
  });

  it('[DT13] an agent who is logged in elsewhere can take over', async () => {
    api(maya, places.oneDn);
    const gateway = new FakeGateway();
    gateway.answerWith(({ name, referenceID }) =>
      name === 'TRegisterAddress'
        ? { name: 'EventACK', time: 1, referenceID }
        : { name: 'EventError', time: 1, referenceID, errorCode: 'AgentLoggedInElsewhere', errorMessage: 'Elsewhere.' },
    );
    await signIn('1001', gateway);
    await userEvent.click(await screen.findByRole('button', { name: 'Log in' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Log in here and end the other login' }));
    await waitFor(() => expect(gateway.requestsOf('TAgentLogin').at(-1)?.extensions).toEqual({ takeOver: 1 }));
  });

  it('[DT10] picking another place asks for a session there', async () => {
    const calls = api(maya, places.oneDn);
    await signIn();
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Place' }), '1003');
    expect(await screen.findByText('Place 1003: one DN for IM only')).toBeTruthy();
    expect(calls.findLast(({ method }) => method === 'POST')?.body).toMatchObject({ place: '1003', password: 'demo' });
  });

  it.each([
    [{ status: 401, body: { error: { code: 'WrongCredentials', message: '' } } }, 'User name or password is wrong.'],
    [{ status: 429, headers: { 'retry-after': '30' } }, /Too many wrong passwords\. Try again in 0:(30|29)\./],
    [undefined, 'The server does not answer.'],
    [{ status: 502 }, 'The server does not answer.'],
  ] as const)('[DT12] %j is said in words', async (reply, words) => {
    api(maya, places.oneDn, () => reply as FakeReply | undefined);
    await signIn();
    expect(await screen.findByRole('alert')).toHaveProperty('textContent', expect.stringMatching(words));
  });

  it('[DT14] a reload goes on without a login and registers the DNs again', async () => {
    api(maya, places.oneDn);
    keepSession({ token: 't1', isAtDesk: true });
    const gateway = renderPage();
    await resumeSession();
    expect(await screen.findByRole('button', { name: /Status/ })).toBeTruthy();
    await waitFor(() => expect(gateway.requestsOf('TRegisterAddress')).toMatchObject([{ thisDN: '1001' }]));
  });

  it('[DT14] a token that is worth nothing any more leads to the login page, with the reason', async () => {
    api(maya, places.oneDn, () => ({ status: 401 }));
    keepSession({ token: 'old', isAtDesk: true });
    renderPage();
    await resumeSession();
    expect(await screen.findByRole('alert')).toHaveProperty(
      'textContent',
      expect.stringContaining('Your session has ended'),
    );
  });

  it('[DT15] without a place there is a page that says what there is', async () => {
    api({ ...maya, userName: 'admin', firstName: 'Ada', role: 'administrator' }, null);
    await signIn('admin');
    expect(await screen.findByRole('heading', { name: 'Hello Ada' })).toBeTruthy();
    expect(screen.getByText(/As administrator you need no desk/)).toBeTruthy();
  });
});
