import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withConfigFile } from './config-file-variables.ts';
import { StartFailure } from './start-failure.ts';

describe('variables in the configuration file', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cordboard-config-'));
    path = join(folder, 'config.json');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test('[CF24] each variable is also a key of `server`, and the variable wins', () => {
    writeFileSync(path, JSON.stringify({ server: { CORDBOARD_SIP_PORT: 5070, CORDBOARD_HTTP_PORT: '8090' } }));
    const variables = withConfigFile({ CORDBOARD_CONFIG: path, CORDBOARD_HTTP_PORT: '9000' });
    expect(variables).toEqual({ CORDBOARD_CONFIG: path, CORDBOARD_SIP_PORT: '5070', CORDBOARD_HTTP_PORT: '9000' });
  });

  test('[CF24] the demo and a file without `server` add nothing', () => {
    writeFileSync(path, '{}');
    expect(withConfigFile({ CORDBOARD_CONFIG: 'demo' })).toEqual({ CORDBOARD_CONFIG: 'demo' });
    expect(withConfigFile({ CORDBOARD_CONFIG: path })).toEqual({ CORDBOARD_CONFIG: path });
    expect(withConfigFile({})).toEqual({});
  });

  test.each([
    ['no JSON', 'nonsense'],
    ['a list', '{"server":[]}'],
    ['a nested value', '{"server":{"CORDBOARD_SIP_PORT":{}}}'],
  ])('[CF24] %s ends the start with one sentence that names the variable', (_what, text) => {
    writeFileSync(path, text);
    expect(() => withConfigFile({ CORDBOARD_CONFIG: path })).toThrow(StartFailure);
    expect(() => withConfigFile({ CORDBOARD_CONFIG: path })).toThrow(/^CORDBOARD_CONFIG is /);
  });
});
