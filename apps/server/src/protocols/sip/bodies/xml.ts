/** As much of XML as the small documents inside SIP messages need. No DTD, no entities but the five of XML itself. */
import { fail, type Result, succeed } from '../../../base/result.ts';

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  readonly namespace: string;
  /** By name as written. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own character data, children's not included. */
  readonly text: string;
}

/** What bounds a document. */
const LENGTH_MAX = 65_536;
const DEPTH_MAX = 16;
const ELEMENTS_MAX = 512;
const ATTRIBUTES_MAX = 32;

const NAME = /[\p{L}_][\p{L}\p{N}_.-]*(?::[\p{L}_][\p{L}\p{N}_.-]*)?/uy;
const SPACE = /[ \t\r\n]*/y;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

// XML 1.0 2.2: what no document may hold, not even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

type Namespaces = ReadonlyMap<string, string>;

class Malformed extends Error {}

/** Reads one document; everything that is not plainly an element tree fails. */
export function parseXml(source: string): Result<XmlElement, string> {
  if (source.length > LENGTH_MAX) return fail('the document is too long');
  if (FORBIDDEN.test(source)) return fail('the document has control characters');
  try {
    return succeed(new Reader(source).document());
  } catch (error) {
    if (error instanceof Malformed) return fail(error.message);
    throw error;
  }
}

class Reader {
  readonly #source: string;
  #at = 0;
  #elements = 0;

  constructor(source: string) {
    this.#source = source.startsWith('\ufeff') ? source.slice(1) : source;
  }

  document(): XmlElement {
    this.#misc();
    if (this.#source[this.#at] !== '<') throw new Malformed('the document has no element');
    const root = this.#element(new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]), 1);
    this.#misc();
    if (this.#at < this.#source.length) throw new Malformed('something follows the document');
    return root;
  }

  /** White space, comments and processing instructions. */
  #misc(): void {
    for (;;) {
      this.#space();
      if (!this.#skipped()) return;
    }
  }

  #skipped(): boolean {
    if (this.#source.startsWith('<!--', this.#at)) this.#skipTo('-->', 4);
    else if (this.#source.startsWith('<?', this.#at)) this.#skipTo('?>', 2);
    else return false;
    return true;
  }

  #skipTo(end: string, opening: number): void {
    const found = this.#source.indexOf(end, this.#at + opening);
    if (found < 0) throw new Malformed('a comment or instruction does not end');
    this.#at = found + end.length;
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#source);
    this.#at = SPACE.lastIndex;
  }

  #name(): string {
    NAME.lastIndex = this.#at;
    const found = NAME.exec(this.#source)?.[0];
    if (found === undefined) throw new Malformed('a name is missing');
    this.#at += found.length;
    return found;
  }

  #expect(text: string): void {
    if (!this.#source.startsWith(text, this.#at)) throw new Malformed(`${text} is missing`);
    this.#at += text.length;
  }

  #element(outer: Namespaces, depth: number): XmlElement {
    this.#elements += 1;
    if (depth > DEPTH_MAX || this.#elements > ELEMENTS_MAX) throw new Malformed('the document is too large');
    this.#expect('<');
    const qualified = this.#name();
    const { attributes, namespaces } = this.#attributes(outer);
    const [prefix, local] = splitName(qualified);
    const namespace = namespaces.get(prefix);
    if (namespace === undefined && prefix !== '') throw new Malformed('a prefix stands for nothing');
    const head = { name: local, namespace: namespace ?? '', attributes };
    if (this.#source.startsWith('/>', this.#at)) {
      this.#at += 2;
      return { ...head, children: [], text: '' };
    }
    this.#expect('>');
    const content = this.#content(namespaces, depth);
    this.#expect(`</${qualified}`);
    this.#space();
    this.#expect('>');
    return { ...head, ...content };
  }

  #attributes(outer: Namespaces): { attributes: Map<string, string>; namespaces: Namespaces } {
    const attributes = new Map<string, string>();
    let namespaces = outer;
    for (;;) {
      const before = this.#at;
      this.#space();
      const next = this.#source[this.#at];
      if (next === '>' || next === '/') return { attributes, namespaces };
      if (before === this.#at) throw new Malformed('an attribute is malformed');
      const name = this.#name();
      this.#space();
      this.#expect('=');
      this.#space();
      const value = this.#quoted();
      if (attributes.has(name) || attributes.size >= ATTRIBUTES_MAX) throw new Malformed('too many attributes');
      attributes.set(name, value);
      if (name === 'xmlns') namespaces = new Map([...namespaces, ['', value]]);
      else if (name.startsWith('xmlns:')) namespaces = new Map([...namespaces, [name.slice(6), value]]);
    }
  }

  #quoted(): string {
    const quote = this.#source[this.#at];
    if (quote !== '"' && quote !== "'") throw new Malformed('an attribute has no value');
    const end = this.#source.indexOf(quote, this.#at + 1);
    if (end < 0) throw new Malformed('an attribute does not end');
    const value = this.#source.slice(this.#at + 1, end);
    if (value.includes('<')) throw new Malformed('an attribute is malformed');
    this.#at = end + 1;
    return decode(value);
  }

  #content(namespaces: Namespaces, depth: number): { children: readonly XmlElement[]; text: string } {
    const children: XmlElement[] = [];
    const texts: string[] = [];
    for (;;) {
      const next = this.#source.indexOf('<', this.#at);
      if (next < 0) throw new Malformed('an element does not end');
      texts.push(decode(this.#source.slice(this.#at, next)));
      this.#at = next;
      if (this.#source.startsWith('</', next)) return { children, text: texts.join('') };
      if (this.#source.startsWith('<![CDATA[', next)) {
        this.#skipTo(']]>', 9);
        texts.push(this.#source.slice(next + 9, this.#at - 3));
      } else if (!this.#skipped()) children.push(this.#element(namespaces, depth + 1));
    }
  }
}

function splitName(qualified: string): readonly [string, string] {
  const colon = qualified.indexOf(':');
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)];
}

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&([^;&]{0,12});?/g, (whole, reference: string) => {
    const code = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(reference);
    const point =
      code === null ? undefined : Number.parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16);
    const character =
      point === undefined
        ? ENTITIES.get(reference)
        : point > 0 && point <= 0x10ffff
          ? String.fromCodePoint(point)
          : undefined;
    if (character === undefined || !whole.endsWith(';')) throw new Malformed('an entity is unknown');
    return character;
  });
}

/** The first child of that name and namespace. */
export function childOf(element: XmlElement, name: string, namespace: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name && child.namespace === namespace);
}

/** Text for between tags and for attributes. */
export function escapeXml(text: string): string {
  return (
    text
      // What XML 1.0 cannot hold at all, or not as it is.
      .replaceAll(/[\p{Cc}\ufffe\uffff]/gu, (character) => ('\t\n\r'.includes(character) ? character : ''))
      .toWellFormed()
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#13;')
  );
}
