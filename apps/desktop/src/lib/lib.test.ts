// @vitest-environment node
import { describe, expect, it } from 'vitest';
import { formatDay, formatDuration, formatWait, speakDuration } from './format-time.ts';
import { initials } from './initials.ts';
import { linkParts } from './link-parts.ts';
import { observeServerTime, serverNow, setServerTime } from './server-clock.ts';

describe('times', () => {
  it.each([
    [-5, '00:00', '0:00'],
    [48_900, '00:48', '0:48'],
    [252_000, '04:12', '4:12'],
    [3_599_999, '59:59', '59:59'],
    [3_600_000, '1:00:00', '1:00:00'],
  ])('%i ms reads %s and %s', (ms, long, short) => {
    expect(formatDuration(ms)).toBe(long);
    expect(formatWait(ms)).toBe(short);
  });

  it('speaks and names days', () => {
    const now = new Date(2026, 10, 22, 12).getTime();
    expect(speakDuration(61_000)).toBe('1 minute 1 second');
    expect([now, now - 86_400_000, now - 3 * 86_400_000].map((time) => formatDay(time, now))).toEqual([
      'Today',
      'Yesterday',
      'Thursday 19 November',
    ]);
  });

  it('[DT3] the server’s clock is set on connect and only moved ahead by events', () => {
    setServerTime(5000, 1000);
    expect(serverNow(1000)).toBe(5000);
    observeServerTime(4000, 1000);
    expect(serverNow(1000)).toBe(5000);
    observeServerTime(6500, 2000);
    expect(serverNow(2000)).toBe(6500);
    setServerTime(0, 0);
  });
});

describe('links', () => {
  it.each([
    ['see https://example.net/a?b=c.', ['see ', 'https://example.net/a?b=c', '.']],
    ['(https://example.net/x_(y))', ['(', 'https://example.net/x_(y)', ')']],
    ['mailto:a@example.net, now', ['mailto:a@example.net', ', now']],
  ])('[DT46] %s', (text, parts) => {
    expect(linkParts(text).map((part) => part.text)).toEqual(parts);
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', '<b>bold</b>', 'ftp://example.net', 'https://'])(
    '[DT46] %s is no link',
    (text) => {
      expect(linkParts(text)).toEqual([{ text }]);
    },
  );
});

describe('initials', () => {
  it.each([
    ['Maya Ross', 'MR'],
    ['jdoe@example.net', 'JD'],
    ['a.kim@example.net', 'AK'],
    ['', '?'],
  ])('%s → %s', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });
});
