import { expect, test } from 'vitest';
import { cutBodies } from './xmpp-connection.ts';

const message = (body: string) =>
  `<message type='chat' from='a0@localhost/x'><body>${body}</body><archived/></message>`;

test('bodies are read however the stream was cut', () => {
  const stream = `<presence/>${message('one')}<iq/>${message('two')}<r/>${message('three')}`;
  for (let at = 0; at < stream.length; at += 1) {
    const first = cutBodies(stream.slice(0, at));
    const second = cutBodies(first.rest + stream.slice(at));
    expect([...first.bodies, ...second.bodies]).toEqual(['one', 'two', 'three']);
  }
});

test('what is no message is not kept', () => {
  expect(cutBodies(`${message('one')}<presence from='x'/>`).rest.length).toBeLessThan(30);
});
