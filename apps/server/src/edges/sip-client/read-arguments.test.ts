import { describe, expect, test } from 'vitest';
import { HELP, readArguments } from './read-arguments.ts';

function read(line: string) {
  const result = readArguments(line.split(' '));
  return result.ok && result.value.kind === 'run' ? result.value.run : result;
}

describe('the command line of the SIP client', () => {
  test.each([
    [
      'options',
      { command: 'options', transport: 'UDP', host: '127.0.0.1', port: 5060, timeoutSeconds: 10, expires: 60 },
    ],
    ['send 1111 a b', { to: '1111', texts: ['a', 'b'] }],
    ['chat 1111 --transport wss', { transport: 'WSS', port: 8443 }],
    ['session 1111 --server [::1]:5070 --transport tcp', { host: '::1', port: 5070, transport: 'TCP' }],
    ['send sip:1111@127.0.0.2:25060 a', { to: 'sip:1111@127.0.0.2:25060', host: '127.0.0.2', port: 25_060 }],
    ['send sip:1111@[::1] a', { host: '::1', port: 5060 }],
    ['send sip:1111@localhost a', { host: '127.0.0.1', port: 5060 }],
    ['send sip:1111@127.0.0.2:25060 a --server 127.0.0.3', { host: '127.0.0.3', port: 5060 }],
    ['register --user alice --password demo --expires 0', { user: 'alice', password: 'demo', expires: 0 }],
  ])('[CL1] %s', (line, expected) => {
    expect(read(line)).toMatchObject(expected);
  });

  test('[CL2] without a command it is the help that is printed', () => {
    expect(readArguments([])).toEqual({ ok: false, failure: HELP });
    expect(readArguments(['--json'])).toEqual({ ok: false, failure: HELP });
  });

  test.each([
    '',
    'fly',
    'send',
    'send 1111',
    'chat',
    'register',
    'options --transport sctp',
    'options --server a:b:c',
    'options --server a:99999',
    'options --wait soon',
    'options --what',
    '__proto__',
  ])('[CL2] "%s" makes no sense', (line) => {
    expect(read(line)).toMatchObject({ ok: false });
  });
});
