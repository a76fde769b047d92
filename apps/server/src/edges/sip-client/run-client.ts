import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { TransportName } from '../../protocols/sip/message/transport-name.ts';
import { ClientMsrp } from '../../services/sip-client/client-msrp.ts';
import { ClientSession } from '../../services/sip-client/client-session.ts';
import { SipClient } from '../../services/sip-client/sip-client.ts';
import { SystemClock } from '../system/system-clock.ts';
import { systemRandom } from '../system/system-random.ts';
import { ClientOutput, EXIT } from './client-output.ts';
import { ClientTransport } from './client-transport.ts';
import type { LadderRung } from './ladder.ts';
import { MsrpClientTransport } from './msrp-client-transport.ts';
import type { ClientArguments } from './read-arguments.ts';

/** RFC 3428 8: what is longer must not go over UDP. */
const UDP_TEXT_BYTES_MAX = 900;
const TOO_LONG_FOR_UDP = 'The text is too long for UDP; --transport tcp carries it.';

export interface ClientSurroundings {
  readonly input: Readable;
  readonly write: (text: string) => void;
}

interface Run extends ClientArguments {
  readonly client: SipClient;
  readonly output: ClientOutput;
  readonly input: Readable;
  readonly target: string;
  readonly observe: (direction: 'in' | 'out', bytes: Buffer) => void;
}

/** Does what the command line says; resolves with the exit code. */
export async function runClient(parameters: ClientArguments, { input, write }: ClientSurroundings): Promise<number> {
  const output = new ClientOutput(parameters.isJson, write);
  const rungs: LadderRung[] = [];
  const startedAt = performance.now();
  const { host, port, transport: name, isInsecure, domain, user, password } = parameters;
  const observe: Run['observe'] = (direction, bytes) => {
    rungs.push({ at: performance.now() - startedAt, direction, bytes });
  };
  let transport: ClientTransport;
  try {
    transport = await ClientTransport.open({
      transport: name,
      host,
      port,
      isInsecure,
      invalidHost: `${systemRandom.hex(6)}.invalid`,
      observe,
    });
  } catch (error) {
    output.answered(parameters.command, {
      kind: 'unanswered',
      why: `The server cannot be reached: ${reasonOf(error)}`,
    });
    return output.exitCode;
  }
  const uri = parameters.from ?? (user === undefined ? 'sip:guest@client.invalid' : `sip:${user}@${domain}`);
  const client = new SipClient({
    clock: new SystemClock(),
    random: systemRandom,
    transport,
    flow: transport.flow,
    identity: {
      uri,
      ...(user === undefined || password === undefined ? {} : { account: { userName: user, password } }),
    },
    timeoutMs: parameters.timeoutSeconds * 1000,
    heard: (text) => output.heard(text),
  });
  transport.receiver = client;
  const run: Run = { ...parameters, client, output, input, target: targetOf(parameters.to, domain), observe };
  try {
    await COMMANDS[parameters.command](run);
    return output.exitCode;
  } finally {
    transport.close();
    if (parameters.hasLadder) output.ladder(rungs, { client: uri, server: `${host}:${port} ${name.toLowerCase()}` });
  }
}

/** What OpenSSL says of a certificate that nobody vouches for, as on a server that has made its own. */
const UNTRUSTED = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
]);

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (UNTRUSTED.has(code)) return `its certificate is not trusted (${code}); --insecure takes it.`;
  return error.message || 'refused';
}

const COMMANDS: Readonly<Record<ClientArguments['command'], (run: Run) => Promise<void>>> = {
  async options({ client, output, target }) {
    output.answered('OPTIONS', await client.request({ method: 'OPTIONS', requestUri: target, to: target }));
  },

  async register({ client, output, domain, expires, waitSeconds }) {
    const isTaken = output.answered('REGISTER', await client.register(`sip:${domain}`, expires));
    if (!isTaken || waitSeconds === 0 || expires === 0) return;
    for (let left = waitSeconds; left > 0; left -= expires / 2) {
      await wait(Math.min(left, expires / 2) * 1000);
      const isLast = left <= expires / 2;
      const outcome = await client.register(`sip:${domain}`, isLast ? 0 : expires);
      if (isLast) output.answered('REGISTER', outcome);
    }
  },

  async send(run) {
    for (const text of run.texts) if (!(await sayPage(run, text))) return;
    await wait(run.waitSeconds * 1000);
  },

  async chat(run) {
    for await (const line of linesOf(run.input)) if (line !== '' && !(await sayPage(run, line))) return;
    await wait(run.waitSeconds * 1000);
  },

  async session(run) {
    const { client, output, target } = run;
    const { outcome, session } = await ClientSession.open(client, target);
    if (!output.answered('INVITE', outcome) || session === undefined) return;
    await converse(run, session, async (text) => {
      if (isTooLongFor(run.transport, text)) output.unsent('MESSAGE', TOO_LONG_FOR_UDP);
      else output.answered('MESSAGE', await session.say(text));
    });
  },

  async msrp(run) {
    const { client, output, target, isInsecure, observe } = run;
    const transport = new MsrpClientTransport(isInsecure, observe);
    const msrp = new ClientMsrp(client, transport);
    transport.receiver = msrp.endpoint;
    const { outcome, session } = await msrp.open(target);
    if (!output.answered('INVITE', outcome) || session === undefined) return;
    await converse(run, session, async (text) => output.sent((await msrp.say(text)).status));
    msrp.close();
  },
};

/** The texts, or the lines of the input; then what comes is waited for, and the session ended. */
async function converse(run: Run, session: ClientSession, say: (text: string) => Promise<void>): Promise<void> {
  const { output, input, texts, waitSeconds } = run;
  void session.ended.then(() => output.ended());
  if (texts.length > 0) for (const text of texts) await say(text);
  else for await (const line of linesOf(input)) if (line !== '' && !session.hasEnded) await say(line);
  await Promise.race([wait(waitSeconds * 1000), session.ended]);
  if (!session.hasEnded) output.answered('BYE', await session.bye());
}

/** True when it was taken. */
async function sayPage({ client, output, target, transport }: Run, text: string): Promise<boolean> {
  if (isTooLongFor(transport, text)) return output.unsent('MESSAGE', TOO_LONG_FOR_UDP);
  const outcome = await client.request({
    method: 'MESSAGE',
    requestUri: target,
    to: target,
    contentType: 'text/plain;charset=utf-8',
    body: text,
  });
  return output.answered('MESSAGE', outcome);
}

function isTooLongFor(transport: TransportName, text: string): boolean {
  return transport === 'UDP' && Buffer.byteLength(text) > UDP_TEXT_BYTES_MAX;
}

function linesOf(input: Readable): AsyncIterable<string> {
  return createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
}

/** `1111` is a user of the domain. */
function targetOf(to: string | undefined, domain: string): string {
  if (to === undefined) return `sip:${domain}`;
  return /^sips?:/i.test(to) ? to : `sip:${to}${to.includes('@') ? '' : `@${domain}`}`;
}

export { EXIT };
