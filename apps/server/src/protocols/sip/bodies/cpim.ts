/** Message/CPIM (RFC 3862): an envelope around a text, with headers of its own. */
import { fail, type Result, succeed } from '../../../base/result.ts';
import type { Header } from '../message/message.ts';
import { mimeHeader, readHeaderBlock, readMimeHeaders } from './mime-headers.ts';

export const CPIM_TYPE = 'message/cpim';

/** A header of the envelope. */
export interface CpimHeader {
  /** Without its prefix. */
  readonly name: string;
  /** The URI that the prefix stands for; `''` for a header of RFC 3862 itself. */
  readonly namespace: string;
  /** Unescaped. */
  readonly value: string;
}

/** A name in From, To or cc. It is a claim: who wrote is said by SIP. */
export interface CpimAddress {
  readonly displayName: string;
  readonly uri: string;
}

export interface CpimMessage {
  /** In their order, without NS and without headers whose prefix stands for nothing. */
  readonly headers: readonly CpimHeader[];
  /** What the prefixes stand for. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** MIME headers of the content, Content-Type among them. */
  readonly contentHeaders: readonly Header[];
  readonly content: Buffer;
}

/** Those without a prefix. */
const CORE = '';
/** Header names are few and short; a value is at most this long. */
const VALUE_LENGTH_MAX = 2048;
const NAMESPACES_MAX = 16;

const ESCAPED: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  r: '\r',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** RFC 3862 2.3.1: what a backslash stands before. An escape that is none stays as it is. */
function unescapeValue(text: string): string {
  return text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (whole, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPED[letter] ?? whole) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Control characters and backslashes, so that no value can begin a line of its own. */
function escapeValue(text: string): string {
  return text.replaceAll(/[\\\p{Cc}\u2028\u2029]/gu, (character) => {
    if (character === '\\') return '\\\\';
    if (character === '\r') return '\\r';
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** `Name:;lang=fr value` → name and value; parameters say nothing to us. */
function splitLine(line: string): { name: string; value: string } | undefined {
  const colon = line.indexOf(':');
  if (colon <= 0) return undefined;
  const name = line.slice(0, colon).trim();
  if (!/^[\w.!#$%&'*+^`|~-]+$/.test(name)) return undefined;
  let value = line.slice(colon + 1);
  if (value.startsWith(';')) {
    const space = value.indexOf(' ');
    value = space < 0 ? '' : value.slice(space);
  }
  value = value.trim();
  return value.length > VALUE_LENGTH_MAX ? undefined : { name, value };
}

/** `NS: prefix <uri>`. */
function readNamespace(value: string): { prefix: string; uri: string } | undefined {
  const match = /^([^\s<>.]*)\s*<([^<>\s]*)>$/.exec(value);
  return match === null ? undefined : { prefix: match[1] ?? '', uri: match[2] ?? '' };
}

type Head = Pick<CpimMessage, 'headers' | 'namespaces'>;

/** `imdn.Message-ID` → what it means; undefined when its prefix stands for nothing. */
function resolveName(namespaces: ReadonlyMap<string, string>, written: string) {
  const dot = written.indexOf('.');
  const prefix = dot < 0 ? '' : written.slice(0, dot);
  // Without a declaration of its own a name without prefix is one of RFC 3862.
  const namespace = namespaces.get(prefix) ?? (prefix === '' ? CORE : undefined);
  return namespace === undefined ? undefined : { name: written.slice(dot + 1), namespace };
}

function readHeaders(lines: readonly string[]): Result<Head, string> {
  const namespaces = new Map<string, string>();
  const headers: CpimHeader[] = [];
  for (const line of lines) {
    const split = splitLine(line);
    if (split === undefined) return fail('a CPIM header is malformed');
    const { name, value } = split;
    if (name.toLowerCase() === 'ns') {
      const namespace = readNamespace(value);
      if (namespace === undefined || namespaces.size >= NAMESPACES_MAX) return fail('a CPIM namespace is malformed');
      namespaces.set(namespace.prefix, namespace.uri);
      continue;
    }
    const meant = resolveName(namespaces, name);
    if (meant !== undefined) headers.push({ ...meant, value: unescapeValue(value) });
  }
  return succeed({ headers, namespaces });
}

/** Reads an envelope: headers, empty line, MIME headers, empty line, content to the end of the body. */
export function parseCpim(body: Buffer): Result<CpimMessage, string> {
  const envelope = readHeaderBlock(body, 0);
  if (!envelope.ok) return envelope;
  const head = readHeaders(envelope.value.lines);
  if (!head.ok) return head;
  const mime = readHeaderBlock(body, envelope.value.next);
  if (!mime.ok) return mime;
  const contentHeaders = readMimeHeaders(mime.value.lines);
  if (!contentHeaders.ok) return contentHeaders;
  // An inner Content-Length is often wrong: the body's own length counts.
  return succeed({
    ...head.value,
    contentHeaders: contentHeaders.value,
    content: body.subarray(mime.value.next),
  });
}

function isNamed(candidate: CpimHeader, namespace: string, name: string): boolean {
  return candidate.namespace === namespace && candidate.name.toLowerCase() === name.toLowerCase();
}

/** First value of a header; of RFC 3862 when no namespace is named. */
export function cpimHeader(message: CpimMessage, name: string, namespace: string = CORE): string | undefined {
  return message.headers.find((candidate) => isNamed(candidate, namespace, name))?.value;
}

/** All values of a header. */
export function cpimHeaders(message: CpimMessage, name: string, namespace: string = CORE): readonly string[] {
  return message.headers.filter((candidate) => isNamed(candidate, namespace, name)).map(({ value }) => value);
}

/** Type of the content; `text/plain` when it says none (RFC 2045 5.2). */
export function cpimContentType(message: CpimMessage): string {
  return mimeHeader(message.contentHeaders, 'Content-Type') ?? 'text/plain';
}

/** Headers that must be understood (RFC 3862 4.8), as they were written, and what they mean. */
export function requiredHeaders(
  message: CpimMessage,
): readonly { readonly written: string; readonly name: string; readonly namespace: string | undefined }[] {
  return cpimHeaders(message, 'Require')
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((written) => {
      const meant = resolveName(message.namespaces, written);
      return { written, name: meant?.name ?? written, namespace: meant?.namespace };
    });
}

/** `"Maya Ross" <sip:maya@example.com>`; a lone URI is taken too. */
export function parseCpimAddress(value: string): CpimAddress | undefined {
  const open = value.lastIndexOf('<');
  if (open < 0) return value === '' || /\s/.test(value) ? undefined : { displayName: '', uri: value };
  const close = value.indexOf('>', open);
  const uri = value.slice(open + 1, close);
  if (close < 0 || uri === '' || /\s/.test(uri)) return undefined;
  const name = value.slice(0, open).trim();
  const isQuoted = name.length >= 2 && name.startsWith('"') && name.endsWith('"');
  return { displayName: isQuoted ? name.slice(1, -1).replaceAll(/\\(.)/g, '$1') : name, uri };
}

/** The value of a From or To. */
export function buildCpimAddress({ displayName, uri }: CpimAddress): string {
  // Within a value no character ends an address early; quotes and backslashes go, as some clients show escapes as they are.
  const name = displayName.replaceAll(/["\\<>\p{Cc}]/gu, ' ').trim();
  const bare = uri.replaceAll(/[<>\s]/g, '');
  return name === '' ? `<${bare}>` : `"${name}" <${bare}>`;
}

/** What an envelope is built of. */
export interface CpimParts {
  readonly headers: readonly CpimHeader[];
  /** Prefixes for the namespaces of `headers`. */
  readonly prefixes: Readonly<Record<string, string>>;
  readonly contentHeaders: readonly Header[];
  readonly content: Buffer;
}

/** Writes an envelope. A namespace is declared before its first header. */
export function serializeCpim({ headers, prefixes, contentHeaders, content }: CpimParts): Buffer {
  const lines: string[] = [];
  const declared = new Set<string>();
  for (const { name, namespace, value } of headers) {
    const prefix = namespace === CORE ? '' : prefixes[namespace];
    if (prefix === undefined) continue;
    if (namespace !== CORE && !declared.has(namespace)) {
      declared.add(namespace);
      lines.push(`NS: ${prefix} <${namespace}>`);
    }
    lines.push(`${prefix === '' ? '' : `${prefix}.`}${name}: ${escapeValue(value)}`);
  }
  const mime = contentHeaders.map(({ name, value }) => `${name}: ${value.replaceAll(/[\r\n]+/g, ' ')}`);
  return Buffer.concat([Buffer.from([...lines, '', ...mime, '', ''].join('\r\n'), 'utf8'), content]);
}
