import { expect, test } from 'vitest';
import { ClientOutput } from './client-output.ts';
import { formatLadder } from './ladder.ts';

const message = Buffer.from(
  'MESSAGE sip:1111@localhost SIP/2.0\r\nCSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\n\r\nHello\r\nwith more than twenty-four characters',
);
const answer = Buffer.from('SIP/2.0 200 OK\r\nCSeq: 1 MESSAGE\r\nContent-Length: 0\r\n\r\n');

test('[CL6] messages are arrows with their times', () => {
  const rungs = [
    { at: 6, direction: 'out', bytes: message },
    { at: 1_051, direction: 'in', bytes: answer },
  ] as const;
  const lines = formatLadder(rungs, { client: 'sip:a@b', server: '127.0.0.1:5060 udp' }).split('\n');
  expect(lines[0]?.trim()).toMatch(/^sip:a@b +127\.0\.0\.1:5060 udp$/);
  expect(lines[1]).toMatch(/^ {4}0\.006 {2}│── MESSAGE "Hello with more than twe…" ─+►│$/);
  expect(lines[2]).toMatch(/^ {4}1\.051 {2}│◄── 200 OK \(MESSAGE\) ─+│$/);
  expect(lines[1]?.length).toBe(lines[2]?.length);
});

test('[CL5] [CL6] what a peer writes does not steer the terminal, and as JSON it is a line', () => {
  const printed: string[] = [];
  for (const isJson of [false, true]) {
    new ClientOutput(isJson, (text) => printed.push(text)).heard({ from: '1111', text: 'a\u001b[2Jb\nc' });
  }
  expect(printed).toEqual([
    '1111: a\\x1b[2Jb\\nc\n',
    `${JSON.stringify({ event: 'text', from: '1111', text: 'a\u001b[2Jb\nc' })}\n`,
  ]);
});
