import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { fail, type Result, succeed } from '../../base/result.ts';
import { parseUri } from '../../protocols/sip/grammar/header-fields/parse-uri.ts';
import type { TransportName } from '../../protocols/sip/message/transport-name.ts';

export const HELP = `A SIP client for scripts and for eyes.

  npm run sip -- options
  npm run sip -- register --user alice --password demo --expires 60
  npm run sip -- send 1111 "Hello, I have a question" --wait 20 --ladder
  npm run sip -- chat 1111
  npm run sip -- session 1111 "Hello" "One more" --wait 5

Commands
  options [TO]             asks what the server, or TO, can do
  register                 registers the account; --expires 0 ends it, --wait keeps it and prints what comes
  send TO TEXT...          texts in page mode, one after the other
  chat TO                  page mode, each line of the input is a text; ends with the input
  session TO [TEXT...]     INVITE, the texts (or the lines of the input) inside the session, BYE
  msrp TO [TEXT...]        the same with MSRP (RFC 4975); msrps over tls and wss

TO is a number or name of the domain, such as 1111, or a whole URI.

Where
  --server HOST[:PORT]     where a URI as TO says with a port or an address, else 127.0.0.1;
                           5060, 5061 for tls, 8080 for ws, 8443 for wss
  --transport NAME         udp, tcp, tls, ws or wss; udp
  --domain NAME            localhost
  --insecure               any certificate is taken

Who
  --user NAME              account; From is NAME@domain
  --password WORD          answers challenges; without it they are not answered
  --from URI               From of an anonymous customer; sip:guest@client.invalid

How
  --timeout SECONDS        longest wait for an answer; 10
  --wait SECONDS           goes on printing what comes after the last answer; 0
  --expires SECONDS        of register; 60
  --ladder                 prints the messages as arrows with their times at the end
  --json                   prints one JSON object per line
  --help                   this

Ends with 0 when all was taken, 1 when something was refused (the status is printed), 2 when the options make no sense,
3 when no answer came.
`;

export type ClientCommand = 'options' | 'register' | 'send' | 'chat' | 'session' | 'msrp';

export interface ClientArguments {
  readonly command: ClientCommand;
  /** As given; undefined where there is none. */
  readonly to: string | undefined;
  readonly texts: readonly string[];
  readonly transport: TransportName;
  readonly host: string;
  readonly port: number;
  readonly domain: string;
  readonly isInsecure: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly from: string | undefined;
  readonly timeoutSeconds: number;
  readonly waitSeconds: number;
  readonly expires: number;
  readonly hasLadder: boolean;
  readonly isJson: boolean;
}

export type ReadArguments = { readonly kind: 'help' } | { readonly kind: 'run'; readonly run: ClientArguments };

const options = {
  server: { type: 'string' },
  transport: { type: 'string', default: 'udp' },
  domain: { type: 'string', default: 'localhost' },
  insecure: { type: 'boolean', default: false },
  user: { type: 'string' },
  password: { type: 'string' },
  from: { type: 'string' },
  timeout: { type: 'string', default: '10' },
  wait: { type: 'string', default: '0' },
  expires: { type: 'string', default: '60' },
  ladder: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const PORTS: Readonly<Record<TransportName, number>> = { UDP: 5060, TCP: 5060, TLS: 5061, WS: 8080, WSS: 8443 };
const COMMANDS: Readonly<Record<ClientCommand, { readonly needsTo: boolean; readonly needsText: boolean }>> = {
  options: { needsTo: false, needsText: false },
  register: { needsTo: false, needsText: false },
  send: { needsTo: true, needsText: true },
  chat: { needsTo: true, needsText: false },
  session: { needsTo: true, needsText: false },
  msrp: { needsTo: true, needsText: false },
};
const SERVER = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i;
const SECONDS_MAX = 86_400;

/** Reads the command line. A failure is a sentence, or the help when nothing is asked for. */
export function readArguments(parameters: readonly string[]): Result<ReadArguments, string> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(parameters);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (values.help) return succeed({ kind: 'help' });
  const [command, to, ...texts] = positionals;
  if (command === undefined) return fail(HELP);
  if (!isCommand(command)) return fail(`There is no command "${command}"; --help lists them.`);
  const { needsTo, needsText } = COMMANDS[command];
  if (needsTo && to === undefined) return fail(`${command} needs TO, such as 1111.`);
  if (needsText && texts.length === 0) return fail(`${command} needs a text.`);
  const transport = values.transport.toUpperCase();
  if (!isTransport(transport)) return fail('--transport is udp, tcp, tls, ws or wss.');
  const server = SERVER.exec(values.server ?? serverOf(to) ?? '127.0.0.1');
  const port = server?.[2] === undefined ? PORTS[transport] : Number(server[2]);
  if (server === null || port > 65_535) return fail('--server is HOST or HOST:PORT.');
  const [timeoutSeconds, waitSeconds, expires] = [values.timeout, values.wait, values.expires].map(readSeconds);
  if (timeoutSeconds === undefined || waitSeconds === undefined || expires === undefined) {
    return fail('--timeout, --wait and --expires are seconds.');
  }
  if (command === 'register' && values.user === undefined) return fail('register needs --user.');
  return succeed({
    kind: 'run',
    run: {
      command,
      to,
      texts,
      transport,
      host: (server[1] ?? '').replace(/^\[|\]$/g, ''),
      port,
      domain: values.domain,
      isInsecure: values.insecure,
      user: values.user,
      password: values.password,
      from: values.from,
      timeoutSeconds,
      waitSeconds,
      expires,
      hasLadder: values.ladder,
      isJson: values.json,
    },
  });
}

function parse(parameters: readonly string[]) {
  return parseArgs({ args: [...parameters], options, allowPositionals: true });
}

function isCommand(name: string): name is ClientCommand {
  return Object.hasOwn(COMMANDS, name);
}

function isTransport(name: string): name is TransportName {
  return Object.hasOwn(PORTS, name);
}

function readSeconds(text: string): number | undefined {
  return /^\d{1,5}(\.\d{1,3})?$/.test(text) && Number(text) <= SECONDS_MAX ? Number(text) : undefined;
}

/** Where a URI with a port, or with an address for its host, leads; a name alone is that of a domain. */
function serverOf(to: string | undefined): string | undefined {
  const uri = parseUri(to ?? '');
  if (!uri.ok || uri.value.kind !== 'sip') return undefined;
  const { host, port } = uri.value;
  if (port !== undefined) return `${host}:${port}`;
  return isIP(host.replace(/^\[|\]$/g, '')) === 0 ? undefined : host;
}
