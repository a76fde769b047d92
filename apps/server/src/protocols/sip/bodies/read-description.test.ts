import { describe, expect, it } from 'vitest';
import type { Header, SipRequest } from '../message/message.ts';
import { serializeMultipart } from './multipart.ts';
import { readDescription } from './read-description.ts';

const SDP = 'v=0\r\no=- 0 0 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\nm=message 9 sip null\r\n';

function part(type: string, content: string, ...more: readonly string[]) {
  const headers: Header[] = [{ name: 'Content-Type', value: type }];
  for (const line of more) {
    const [name = '', value = ''] = line.split(': ');
    headers.push({ name, value });
  }
  return { headers, content: Buffer.from(content) };
}

function invite(contentType: string | undefined, body: Buffer | string): SipRequest {
  const headers = contentType === undefined ? [] : [{ name: 'Content-Type', value: contentType }];
  return { kind: 'request', method: 'INVITE', requestUri: 'sip:1111@localhost', headers, body: Buffer.from(body) };
}

const multipart = (kind: string, ...parts: readonly ReturnType<typeof part>[]): SipRequest =>
  invite(`multipart/${kind};boundary=b1`, serializeMultipart(parts, 'b1'));

const LOCATION = part('application/pidf+xml', '<presence/>');

describe('session descriptions in bodies', () => {
  it.each<[string, SipRequest, string]>([
    ['the body itself', invite('application/sdp', SDP), SDP],
    ['a body whose type is not said', invite(undefined, SDP), SDP],
    ['no body', invite(undefined, ''), ''],
    ['beside a location', multipart('mixed', LOCATION, part('application/sdp', SDP)), SDP],
    [
      'the first of a mixed body',
      multipart('mixed', part('application/sdp', SDP), part('application/sdp', 'v=1')),
      SDP,
    ],
    [
      'the last of an alternative',
      multipart('alternative', part('application/sdp', 'v=1'), part('Application/SDP', SDP)),
      SDP,
    ],
    [
      'in base64',
      multipart(
        'mixed',
        part('application/sdp', Buffer.from(SDP).toString('base64'), 'Content-Transfer-Encoding: base64'),
      ),
      SDP,
    ],
    [
      'required',
      multipart('mixed', part('application/sdp', SDP, 'Content-Disposition: session;handling=required')),
      SDP,
    ],
    [
      'not the one for early media',
      multipart(
        'mixed',
        part('application/sdp', 'v=1', 'Content-Disposition: early-session;handling=optional'),
        part('application/sdp', SDP),
      ),
      SDP,
    ],
    ['not one that is encoded', multipart('mixed', part('application/sdp', 'x', 'Content-Encoding: gzip')), ''],
    ['none among others', multipart('mixed', LOCATION), ''],
    [
      'inside another multipart',
      multipart(
        'mixed',
        LOCATION,
        part('multipart/related;boundary=b2', serializeMultipart([part('application/sdp', SDP)], 'b2').toString()),
      ),
      SDP,
    ],
  ])('[SD19] %s', (_what, message, expected) => {
    expect(readDescription(message)).toEqual({ ok: true, value: Buffer.from(expected) });
  });

  it('[SD19] another part that is required is refused, but not another alternative', () => {
    const required = part('application/x-q850', 'x', 'Content-Disposition: signal;handling=required');
    expect(readDescription(multipart('mixed', part('application/sdp', SDP), required))).toEqual({
      ok: false,
      failure: { status: 415, reason: 'Unsupported Body Part' },
    });
    expect(readDescription(multipart('alternative', part('application/sdp', SDP), required)).ok).toBe(true);
  });

  it.each<[string, SipRequest]>([
    ['no boundary', invite('multipart/mixed', `--b1\r\n\r\n${SDP}\r\n--b1--`)],
    ['no end', invite('multipart/mixed;boundary=b1', `--b1\r\n\r\n${SDP}`)],
    ['too deep', invite('multipart/mixed;boundary=b1', nested(5))],
  ])('[SD19][AV8] %s is 400', (_what, message) => {
    expect(readDescription(message)).toMatchObject({ ok: false, failure: { status: 400 } });
  });
});

function nested(depth: number): Buffer {
  const name = (level: number): string => `level-${level}-end`;
  let body = serializeMultipart([part('application/sdp', SDP)], name(depth));
  for (let level = depth - 1; level > 1; level -= 1)
    body = serializeMultipart([part(`multipart/mixed;boundary=${name(level + 1)}`, body.toString())], name(level));
  return serializeMultipart([part(`multipart/mixed;boundary=${name(2)}`, body.toString())], 'b1');
}
