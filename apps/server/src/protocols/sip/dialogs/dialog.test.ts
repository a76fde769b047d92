import { describe, expect, it } from 'vitest';
import type { Header, SipRequest } from '../message/message.ts';
import { buildResponse } from '../user-agent/build-response.ts';
import {
  buildInDialogRequest,
  contactScheme,
  createUacDialog,
  createUasDialog,
  type Dialog,
  receiveInDialog,
  refreshTarget,
} from './dialog.ts';
import { dialogIdOf, dialogKey } from './dialog-id.ts';
import { readReplaces } from './replaces.ts';

function invite(extra: readonly Header[] = [], overrides: Partial<SipRequest> = {}): SipRequest {
  return {
    kind: 'request',
    method: 'INVITE',
    requestUri: 'sip:1111@example.com',
    headers: [
      { name: 'Via', value: 'SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKx' },
      { name: 'From', value: '"Alice" <sip:alice@example.net>;tag=a1' },
      { name: 'To', value: '<sip:1111@example.com>' },
      { name: 'Call-ID', value: 'call-1' },
      { name: 'CSeq', value: '10 INVITE' },
      { name: 'Contact', value: '<sip:alice@192.0.2.9:5070;transport=udp>' },
      ...extra,
    ],
    body: Buffer.alloc(0),
    ...overrides,
  };
}

function inDialog(method: string, cseq: number, extra: readonly Header[] = []): SipRequest {
  return {
    kind: 'request',
    method,
    requestUri: 'sip:1111@192.0.2.1',
    headers: [{ name: 'CSeq', value: `${cseq} ${method}` }, ...extra],
    body: Buffer.alloc(0),
  };
}

function created(extra: readonly Header[] = []): Dialog {
  const dialog = createUasDialog(invite(extra), 'ours');
  if (!dialog.ok) throw new Error(dialog.failure);
  return dialog.value;
}

const way = { branch: 'z9hG4bKb', sentBy: '192.0.2.1:5060', transport: 'UDP' } as const;

describe('dialogs', () => {
  it('[SD1] a UAS dialog is plain data and the same after JSON', () => {
    const dialog = created();
    expect(dialog).toEqual({
      callId: 'call-1',
      localTag: 'ours',
      remoteTag: 'a1',
      localUri: 'sip:1111@example.com',
      remoteUri: 'sip:alice@example.net',
      localCseq: 0,
      remoteCseq: 10,
      routeSet: [],
      remoteTarget: 'sip:alice@192.0.2.9:5070;transport=udp',
      isSecure: false,
    });
    expect(JSON.parse(JSON.stringify(dialog))).toEqual(dialog);
  });

  it('[SD1] without a Contact, or with an unreadable Record-Route, there is no dialog', () => {
    const headers = invite().headers.filter(({ name }) => name !== 'Contact');
    expect(createUasDialog(invite([], { headers }), 'ours').ok).toBe(false);
    expect(createUasDialog(invite([{ name: 'Record-Route', value: '<sip:' }]), 'ours').ok).toBe(false);
  });

  it.each([
    ['all sip', invite(), 'sip'],
    ['a sips Request-URI', invite([], { requestUri: 'sips:1111@example.com' }), 'sips'],
    [
      'a sips Record-Route on top',
      invite([{ name: 'Record-Route', value: '<sips:p.example;lr>, <sip:q.example;lr>' }]),
      'sips',
    ],
    [
      'a sips Record-Route below',
      invite([{ name: 'Record-Route', value: '<sip:p.example;lr>, <sips:q.example;lr>' }]),
      'sip',
    ],
    ['a sips Contact', invite([], { headers: [{ name: 'Contact', value: '<sips:a@192.0.2.9>' }] }), 'sips'],
  ])('[TP48] our Contact answers %s', (_what, request, scheme) => {
    expect(contactScheme(request)).toBe(scheme);
  });

  it('[SD2] both sides name the same dialog', () => {
    const id = dialogIdOf({ callId: 'call-1', fromTag: 'a1', toTag: 'ours' });
    expect(id === undefined ? undefined : dialogKey(id)).toBe(dialogKey(created()));
    expect(dialogIdOf({ callId: 'call-1', fromTag: 'a1', toTag: undefined })).toBeUndefined();
  });

  it('[SD3] CSeq may leap but not fall; a repeat of the number is left to the transactions', () => {
    const first = receiveInDialog(created(), inDialog('MESSAGE', 200));
    expect(first.ok && first.dialog.remoteCseq).toBe(200);
    if (!first.ok) return;
    expect(receiveInDialog(first.dialog, inDialog('MESSAGE', 199))).toEqual({ ok: false, refuse: 500 });
    expect(receiveInDialog(first.dialog, inDialog('ACK', 10)).ok).toBe(true);
    expect(receiveInDialog(first.dialog, inDialog('MESSAGE', 201)).ok).toBe(true);
  });

  it('[SD4] a re-INVITE moves the target, a MESSAGE does not', () => {
    const contact = [{ name: 'Contact', value: '<sip:alice@198.51.100.7>' }];
    const moved = receiveInDialog(created(), inDialog('INVITE', 11, contact));
    expect(moved.ok && moved.dialog.remoteTarget).toBe('sip:alice@198.51.100.7');
    const kept = receiveInDialog(created(), inDialog('MESSAGE', 11, contact));
    expect(kept.ok && kept.dialog.remoteTarget).toBe('sip:alice@192.0.2.9:5070;transport=udp');
    const odd = receiveInDialog(created(), inDialog('INVITE', 11, [{ name: 'Contact', value: '<' }]));
    expect(odd).toEqual({ ok: false, refuse: 400 });
    const answer = buildResponse(invite(), 200, { headers: contact });
    expect(refreshTarget(created(), answer).remoteTarget).toBe('sip:alice@198.51.100.7');
  });

  it('[SD5] a request of ours counts CSeq up and carries the loose route set', () => {
    const dialog = created([
      { name: 'Record-Route', value: '<sip:p1.example;lr>, <sip:p2.example;lr>' },
      { name: 'Record-Route', value: '<sip:p3.example;lr>' },
    ]);
    const first = buildInDialogRequest(dialog, 'MESSAGE', { ...way, body: 'Hällo', contentType: 'text/plain' });
    expect(first.request.requestUri).toBe('sip:alice@192.0.2.9:5070;transport=udp');
    expect(first.request.headers).toEqual([
      { name: 'Via', value: 'SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bKb' },
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: '<sip:1111@example.com>;tag=ours' },
      { name: 'To', value: '<sip:alice@example.net>;tag=a1' },
      { name: 'Call-ID', value: 'call-1' },
      { name: 'CSeq', value: '1 MESSAGE' },
      { name: 'Route', value: '<sip:p1.example;lr>' },
      { name: 'Route', value: '<sip:p2.example;lr>' },
      { name: 'Route', value: '<sip:p3.example;lr>' },
      { name: 'Content-Type', value: 'text/plain' },
    ]);
    expect(first.request.body.toString()).toBe('Hällo');
    const second = buildInDialogRequest(first.dialog, 'BYE', way);
    expect(second.request.headers).toContainEqual({ name: 'CSeq', value: '2 BYE' });
  });

  it('[SD6] a strict first router gets itself as Request-URI and the target as last Route', () => {
    const dialog = created([{ name: 'Record-Route', value: '<sip:strict.example?x=y>, <sip:p2.example;lr>' }]);
    const { request } = buildInDialogRequest(dialog, 'BYE', way);
    expect(request.requestUri).toBe('sip:strict.example');
    expect(request.headers.filter(({ name }) => name === 'Route').map(({ value }) => value)).toEqual([
      '<sip:p2.example;lr>',
      '<sip:alice@192.0.2.9:5070;transport=udp>',
    ]);
  });

  it('[SD7] a 2xx without a Contact makes a dialog with where the INVITE went, so that it gets its ACK', () => {
    const dialog = createUacDialog(invite(), buildResponse(invite(), 200, { toTag: 'theirs' }));
    if (!dialog.ok) throw new Error(dialog.failure);
    const ack = buildInDialogRequest(dialog.value, 'ACK', { ...way, ackCseq: 10 });
    expect(ack.request.requestUri).toBe(invite().requestUri);
  });

  it('[SD7] a UAC dialog reverses the route set, and its ACK has the CSeq of the INVITE', () => {
    const answer = buildResponse(
      invite([
        { name: 'Record-Route', value: '<sip:p1.example;lr>' },
        { name: 'Record-Route', value: '<sip:p2.example;lr>' },
      ]),
      200,
      { toTag: 'theirs', headers: [{ name: 'Contact', value: '<sip:bob@192.0.2.20>' }] },
    );
    const dialog = createUacDialog(invite(), answer);
    if (!dialog.ok) throw new Error(dialog.failure);
    expect(dialog.value).toMatchObject({
      localTag: 'a1',
      remoteTag: 'theirs',
      localCseq: 10,
      remoteCseq: null,
      routeSet: ['<sip:p2.example;lr>', '<sip:p1.example;lr>'],
      remoteTarget: 'sip:bob@192.0.2.20',
    });
    const ack = buildInDialogRequest(dialog.value, 'ACK', { ...way, ackCseq: 10 });
    expect(ack.request.headers).toContainEqual({ name: 'CSeq', value: '10 ACK' });
    expect(ack.dialog).toBe(dialog.value);
  });
});

describe('Replaces', () => {
  const read = (...values: readonly string[]) =>
    readReplaces(invite(values.map((value) => ({ name: 'Replaces', value }))));

  it('[SD12] names the dialog as we hold it', () => {
    expect(read('98732@sip.example.com ; from-tag=r33th4x0r;to-tag=ff87ff;early-only')).toEqual({
      ok: true,
      value: { callId: '98732@sip.example.com', localTag: 'ff87ff', remoteTag: 'r33th4x0r', isEarlyOnly: true },
    });
    expect(read()).toEqual({ ok: true, value: undefined });
  });

  it('[SD12] without both tags, or twice, it is refused', () => {
    expect(read('x;from-tag=1').ok).toBe(false);
    expect(read('x;to-tag=1;from-tag=').ok).toBe(false);
    expect(read('x;to-tag=1;from-tag=2', 'y;to-tag=1;from-tag=2').ok).toBe(false);
  });
});
