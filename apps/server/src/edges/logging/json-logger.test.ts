import { expect, it } from 'vitest';
import { createJsonLogger } from './json-logger.ts';

function setUp(level: string) {
  const lines: string[] = [];
  return { lines, logger: createJsonLogger({ level, destination: { write: (line) => lines.push(line) } }) };
}

it('[RE24] writes one JSON object per line, whatever the values are', () => {
  const { lines, logger } = setUp('info');
  logger.child({ dn: '1001' }).warn({ from: 'a\r\n{"level":"error"}' }, 'odd\nsender');
  expect(lines).toHaveLength(1);
  expect(lines[0]?.trimEnd()).not.toContain('\n');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', dn: '1001', msg: 'odd\nsender' });
});

it('[RE24][DG8] never writes secrets', () => {
  const { lines, logger } = setUp('trace');
  logger.error(
    {
      password: 's3cret',
      digest: { md5: 's3cret' },
      request: { token: 's3cret' },
      a: { headers: { authorization: 's3cret' } },
    },
    'x',
  );
  expect(lines.join()).not.toContain('s3cret');
});

it('writes errors with their stack, and nothing below its level', () => {
  const { lines, logger } = setUp('info');
  logger.debug({}, 'detail');
  logger.error({ error: new Error('disk full') }, 'store failed');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '').error).toMatchObject({ message: 'disk full', stack: expect.any(String) });
});
