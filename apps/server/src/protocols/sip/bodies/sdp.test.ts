import { describe, expect, it } from 'vitest';
import { buildAnswer, buildOffer, readOffer } from './sdp.ts';

function sdp(...lines: readonly string[]): Buffer {
  return Buffer.from(
    ['v=0', 'o=- 0 0 IN IP4 192.0.2.9', 's=session', 'c=IN IP4 192.0.2.9', 't=0 0', ...lines, ''].join('\r\n'),
  );
}

describe('session descriptions', () => {
  it('[SD13] m=message with sip is served, with null or a URI', () => {
    expect(readOffer(sdp('m=message 5060 sip null')).name).toBe('served');
    expect(readOffer(sdp('m=message 9 SIP sip:alice@192.0.2.9')).name).toBe('served');
  });

  it('[SD13] other media alone are refused with 488, an unreadable description with 400', () => {
    expect(readOffer(sdp('m=audio 49170 RTP/AVP 0'))).toEqual({ name: 'refused', status: 488 });
    expect(readOffer(sdp('m=message 0 sip null'))).toEqual({ name: 'refused', status: 488 });
    expect(readOffer(sdp('m=message 2855 TCP/MSRP *'))).toEqual({ name: 'refused', status: 488 });
    expect(readOffer(sdp())).toEqual({ name: 'refused', status: 488 });
    expect(readOffer(Buffer.from('hello'))).toEqual({ name: 'refused', status: 400 });
    expect(readOffer(sdp('m=message 70000 sip null'))).toEqual({ name: 'refused', status: 400 });
    expect(readOffer(sdp(...Array.from({ length: 33 }, () => 'm=message 9 sip null')))).toEqual({
      name: 'refused',
      status: 400,
    });
  });

  it('[SD14] an answer keeps the order of the offer and refuses what is not served with port 0', () => {
    const offer = readOffer(sdp('m=audio 49170/2 RTP/AVP 0 8', 'm=message 5060 sip null', 'm=message 5062 sip null'));
    if (offer.name !== 'served') throw new Error(offer.name);
    const answer = buildAnswer(offer, { host: '192.0.2.1', port: 5060 }).toString();
    expect(answer).toBe(
      [
        'v=0',
        'o=- 0 0 IN IP4 192.0.2.1',
        's=session',
        'c=IN IP4 192.0.2.1',
        't=0 0',
        'm=audio 0 RTP/AVP 0 8',
        'm=message 5060 sip null',
        'm=message 0 sip null',
        '',
      ].join('\r\n'),
    );
  });

  it('[SD15] an INVITE without a description gets an offer, over IPv6 too', () => {
    expect(readOffer(Buffer.alloc(0))).toEqual({ name: 'absent' });
    expect(buildOffer({ host: '[2001:db8::1]', port: 5060 }).toString()).toContain('c=IN IP6 2001:db8::1\r\n');
    expect(readOffer(buildOffer({ host: '192.0.2.1', port: 5060 })).name).toBe('served');
  });
});
