import { describe, expect, it } from 'vitest';
import { defaultParseLimits } from './parse-limits.ts';
import { StreamFramer } from './stream-framer.ts';

const one = 'OPTIONS sip:a@b SIP/2.0\r\nContent-Length: 4\r\n\r\nbody';

function kinds(framer: StreamFramer, text: string): readonly string[] {
  return framer.push(Buffer.from(text)).map((item) => (item.kind === 'message' ? item.bytes.toString() : item.kind));
}

describe('stream framer', () => {
  it('[SM21] several messages in one chunk, half ones over several', () => {
    const framer = new StreamFramer();
    expect(kinds(framer, `${one}${one}OPT`)).toEqual([one, one]);
    expect(kinds(framer, 'IONS sip:a@b SIP/2.0\r\nl:0\r')).toEqual([]);
    expect(kinds(framer, '\n\r\n')).toEqual(['OPTIONS sip:a@b SIP/2.0\r\nl:0\r\n\r\n']);
    expect(framer.pendingBytes).toBe(0);
  });

  it('[SM23] a double CRLF is a ping, a single one nothing, wherever the chunks end', () => {
    const framer = new StreamFramer();
    expect(kinds(framer, '\r\n\r\n')).toEqual(['ping']);
    expect(kinds(framer, '\r')).toEqual([]);
    expect(kinds(framer, '\n\r')).toEqual([]);
    expect(kinds(framer, `\n\r\n${one}\r\n\r\n\r\n\r\n`)).toEqual(['ping', one, 'ping', 'ping']);
    expect(kinds(framer, `\r\n${one}`)).toEqual([one]);
  });

  it('[SM3] without a length that can be trusted the stream ends, with what can be answered', () => {
    for (const length of ['', 'Content-Length: x\r\n', 'Content-Length: 1\r\nl: 2\r\n', 'Content-Length: 70000\r\n']) {
      const framer = new StreamFramer();
      const [item, ...others] = framer.push(
        Buffer.from(`OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x\r\n${length}\r\n${one}`),
      );
      expect(item?.kind).toBe('failure');
      if (item?.kind !== 'failure') continue;
      expect(item.failure.status).toBe(length.includes('70000') ? 513 : 400);
      expect(item.failure.partial?.method).toBe('OPTIONS');
      expect(others).toEqual([]);
      expect(framer.push(Buffer.from(one))).toEqual([]);
    }
  });

  it('[SM18] a head that never ends is given up at its limit, in single bytes as in one piece', () => {
    const limits = { ...defaultParseLimits, headBytesMax: 100 };
    const endless = Buffer.from(`OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x\r\nX: ${'y'.repeat(200)}`);
    const whole = new StreamFramer(limits).push(endless);
    const single = new StreamFramer(limits);
    const items = [...endless].flatMap((byte) => single.push(Buffer.from([byte])));
    expect(whole.map((item) => item.kind)).toEqual(['failure']);
    expect(items).toEqual(whole);
    expect(whole[0]?.kind === 'failure' && whole[0].failure.status).toBe(513);
  });

  it('[SM18] a body in single bytes costs no more than its length', () => {
    const framer = new StreamFramer();
    const body = 'x'.repeat(60_000);
    const bytes = Buffer.from(`OPTIONS sip:a@b SIP/2.0\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    let count = 0;
    for (const byte of bytes) count += framer.push(Buffer.from([byte])).length;
    expect(count).toBe(1);
  });
});
