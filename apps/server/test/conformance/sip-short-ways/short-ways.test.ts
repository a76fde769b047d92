import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../../src/base/seeded-random.ts';
import { parseAnyHostPort, parseHostPort } from '../../../src/protocols/sip/grammar/header-fields/parse-host-port.ts';
import { parseAnyUri, parseUri } from '../../../src/protocols/sip/grammar/header-fields/parse-uri.ts';
import { parseAnyVia, parseVia } from '../../../src/protocols/sip/grammar/header-fields/parse-via.ts';
import { readUsualHostPort, readUsualUri } from '../../../src/protocols/sip/grammar/header-fields/read-usual.ts';
import { parseAnyMessage, parseMessage } from '../../../src/protocols/sip/grammar/parse-message.ts';
import { mutateText, pickFrom } from '../../fuzz/mutate.ts';
import { MESSAGE_SEEDS, request, SIP_DICTIONARY } from '../../fuzz/targets/sip-seeds.ts';

const folders = ['../../../../../node_modules/sip/test/messages/', '../sip-torture/valid/', '../sip-torture/invalid/'];
const corpus = folders.flatMap((folder) => {
  const url = new URL(folder, import.meta.url);
  return readdirSync(url).map((name) => readFileSync(new URL(name, url)));
});
const seeds = [...corpus, ...MESSAGE_SEEDS, request('MESSAGE'), request('OPTIONS')];
const inputs = 4_000;

/** Each seed as it is, then seeded changes of them. */
function* messages(): Generator<Buffer> {
  yield* seeds;
  const random = new SeededRandom(20);
  for (let count = 0; count < inputs; count += 1) yield mutateText(random, seeds, SIP_DICTIONARY);
}

/** Parts of Via, host and URI in any order, so that many are nearly usual. */
const pieces = [
  ...['SIP/2.0/UDP ', 'SIP/2.0/TLS ', 'sip/2.0/udp ', 'SIP / 2.0 / UDP ', 'SIP/2.0/DCCP ', 'sip:', 'SIP:', 'sips:'],
  ...['a.example', 'A.Example', '192.0.2.7', '[::1]', 'host_1', 'x-', ':5060', ':0', ':65536', ':00005060', ':', ':5a'],
  ...['alice', '@', 'al%61ice', '%4', ':secret', ';user=phone', '?a=b', ';rport', ';branch=z9hG4bK1', ';branch="q"'],
  ...[' ', '\t', ';', ',', '<', '>', '"', 'é', 'Ł', '\\', '', '1'],
];
const starts = ['SIP/2.0/UDP ', 'SIP/2.0/UDP 192.0.2.7', 'sip:alice@', 'sip:alice@a.example', 'sip:', 'a.example', ''];
function* texts(): Generator<string> {
  const random = new SeededRandom(21);
  for (let count = 0; count < inputs; count += 1) {
    let text = pickFrom(random, starts);
    while (random.below(10) < 7) text += pickFrom(random, pieces);
    yield text;
  }
}

describe('short ways for what is usual', () => {
  test('[SM24] a message is read alike', () => {
    let accepted = 0;
    for (const bytes of messages()) {
      for (const isStream of [false, true]) {
        const read = parseMessage(bytes, { isStream });
        expect(read, bytes.toString('latin1')).toEqual(parseAnyMessage(bytes, isStream));
        if (read.ok) accepted += 1;
      }
    }
    expect(accepted).toBeGreaterThan(inputs / 10);
  });

  test('[SM24] a Via, a URI and a host are read alike', () => {
    let usualUris = 0;
    let usualHosts = 0;
    let goodVias = 0;
    for (const text of texts()) {
      const any = parseAnyVia(text);
      if (any.ok) {
        goodVias += 1;
        expect(parseVia(text), text).toEqual(any);
      } else expect(parseVia(text).ok, text).toBe(false);
      expect(parseUri(text), text).toEqual(parseAnyUri(text));
      expect(parseHostPort(text), text).toEqual(parseAnyHostPort(text, 0, text.length));
      if (readUsualUri(text, 0, text.length) !== undefined) usualUris += 1;
      if (readUsualHostPort(text, 0, text.length) !== undefined) usualHosts += 1;
    }
    for (const count of [usualUris, usualHosts, goodVias]) expect(count).toBeGreaterThan(100);
  });

  test('[SM24] a part of a text is read as if it stood alone', () => {
    for (const text of texts()) {
      const within = `<${text}>`;
      expect(readUsualUri(within, 1, within.length - 1), text).toEqual(readUsualUri(text, 0, text.length));
      expect(parseHostPort(within, 1, within.length - 1), text).toEqual(parseHostPort(text));
    }
  });
});
