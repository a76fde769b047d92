import type { PlaceName, UserName } from '@cordboard/shared/ids';
import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { Configuration } from '../../../src/domain/configuration/configuration.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { answerChallenge, hashA1, selectChallenge } from '../../../src/protocols/sip/user-agent/digest.ts';
import type { TlibClient } from '../../../src/services/switch/effects/tlib-client.ts';
import type { WayOpener } from '../../../src/services/trunks/trunk-keeper.ts';
import { buildAnswer, methodOf, readWire, tagOf, type WireMessage } from '../../simulation/network/wire.ts';
import { TestWorld } from '../../support/centre/test-world.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { ErrorWatch, type FuzzSubject, type FuzzTarget, splitSegments } from '../fuzz-target.ts';
import { AnswerWatch } from './answer-watch.ts';
import { ACCOUNT_SEEDS, MESSAGE_SEEDS, SEQUENCE_SEEDS, SIP_DICTIONARY } from './sip-seeds.ts';

const udp: Flow = { id: 'udp:198.51.100.7:5062', transport: 'UDP', remoteAddress: '198.51.100.7', remotePort: 5062 };
const tcp: Flow = { id: 'tcp:1', transport: 'TCP', remoteAddress: '198.51.100.7', remotePort: 40_000 };

/** An agent who answers whatever rings and says something in it. */
function createAgent(receive: (client: TlibClient, request: TRequest) => void) {
  let referenceID = 0;
  const todo: (() => void)[] = [];
  const ask = (attributes: object) => {
    referenceID += 1;
    receive(agent, { referenceID, thisDN: '1001', ...attributes } as unknown as TRequest);
  };
  const agent: TlibClient & { act(): void; call(otherDN: string): void } = {
    id: 'agent',
    userName: '1001' as UserName,
    role: 'agent' as const,
    place: '1001' as PlaceName,
    send: (event: TEvent) => {
      if (event.name === 'EventLinkConnected') {
        todo.push(() => {
          ask({ name: 'TRegisterAddress' });
          ask({ name: 'TAgentLogin', agentID: '1001', thisQueue: '1101' });
          ask({ name: 'TAgentSetReady' });
        });
      }
      const { connID } = event as { readonly connID?: string };
      if (event.name === 'EventRinging') todo.push(() => ask({ name: 'TAnswerCall', connID }));
      if (event.name === 'EventEstablished') {
        todo.push(() => ask({ name: 'TPrivateService', connID, serviceID: 3001, extensions: { im: 'Hello' } }));
      }
    },
    end: () => {},
    call: (otherDN) => {
      todo.push(() => ask({ name: 'TMakeCall', otherDN, extensions: { im: 'Hello' } }));
    },
    act: () => {
      for (const each of todo.splice(0)) each();
    },
  };
  return agent;
}

/** `{our Via}` and so on become what the last request of ours has there, so that an answer fits. */
function withHeaders(text: string, request: WireMessage | undefined): string {
  return text.replace(/\{our ([\w-]+)\}/g, (_all, name: string) => request?.headers.get(name.toLowerCase()) ?? 'none');
}

/** Right credentials of Alice for this request, so that what is behind them is reached. */
function credentialsFor(text: string, challenge: string): string {
  const [method = '', uri = ''] = text.split(' ');
  const chosen = selectChallenge([challenge]);
  if (chosen === undefined) return 'Digest x';
  const [, body = ''] = text.split('\r\n\r\n');
  const answer = {
    userName: 'alice',
    hashedA1: hashA1(chosen.algorithm, 'alice', chosen.realm, 'demo'),
    method,
    uri,
    body: Buffer.from(body, 'latin1'),
    cnonce: 'c',
    nc: 1,
  };
  return answerChallenge(chosen, answer);
}

/** Who is fuzzed. */
export interface SwitchSetting {
  readonly configuration?: Configuration;
  readonly ways?: WayOpener;
  readonly datagrams: Flow;
  /** Whom the agent calls when nothing rings, now and then. */
  readonly callee?: string;
  /** The share of our requests, as one in so many, that only the input answers. */
  readonly unanswered?: number;
}

/** The whole switch with one agent, a memory store and a virtual clock; the fuzzer is all that speak SIP to it. */
export async function openSwitch(setting: SwitchSetting): Promise<FuzzSubject> {
  const { datagrams, callee, unanswered = Infinity } = setting;
  const errors = new ErrorWatch();
  const watch = new AnswerWatch();
  const clock = new FakeClock();
  const answers: { readonly bytes: Buffer; readonly flow: Flow }[] = [];
  let toTag = 'none';
  let challenge = '';
  let cseq = 100;
  let agentSends = 0;
  let lastRequest: WireMessage | undefined;
  const world: TestWorld = new TestWorld({
    clock,
    logger: errors.logger,
    isOpen: () => true,
    ...(setting.configuration === undefined ? {} : { configuration: setting.configuration }),
    ...(setting.ways === undefined ? {} : { ways: setting.ways }),
    onSend: (flow, bytes) => {
      watch.sends(flow, bytes);
      const message = readWire(bytes);
      const tag = tagOf(message.headers.get('to'));
      challenge = message.headers.get('www-authenticate') ?? challenge;
      if (methodOf(message) === 'SIP/2.0') toTag = tag === '' ? toTag : tag;
      else if (methodOf(message) !== 'ACK') {
        agentSends += 1;
        lastRequest = message;
        if (agentSends % unanswered === 0) return true;
        answers.push({ bytes: buildAnswer(message, [200, 200, 200, 415, 481, 503][agentSends % 6] ?? 200), flow });
      }
      return true;
    },
  });
  await world.start();
  const agent = createAgent((client, request) => world.callControl.receiveRequest(client, request));
  world.callControl.clientConnected(agent, undefined);
  const settle = async () => {
    for (let round = 0; round < 6; round += 1) {
      await world.settle();
      agent.act();
      for (const { bytes, flow } of answers.splice(0)) world.userAgent.receiveMessage(bytes, flow);
    }
  };
  await settle();
  let fed = 0;
  return {
    feed: async (input) => {
      fed += 1;
      if (callee !== undefined && fed % 7 === 0) agent.call(callee);
      for (const [at, segment] of splitSegments(input).entries()) {
        cseq += 1;
        const filled = withHeaders(segment.toString('latin1'), lastRequest)
          .replaceAll('{toTag}', toTag)
          .replaceAll('{cseq}', String(cseq));
        const text = filled.replaceAll('{digest}', () => credentialsFor(filled, challenge));
        const bytes = Buffer.from(text, 'latin1');
        world.userAgent.receiveMessage(bytes, input.length % 3 === 0 ? tcp : datagrams);
        if ((input.length + at) % 4 === 0) clock.advance(600);
        await settle();
      }
      errors.check();
      watch.check();
    },
    close: async () => {
      clock.advance(40_000);
      await settle();
      errors.check();
    },
  };
}

export const sipSessions: FuzzTarget = {
  name: 'sip-sessions',
  seeds: [...SEQUENCE_SEEDS, ...ACCOUNT_SEEDS, ...MESSAGE_SEEDS],
  dictionary: SIP_DICTIONARY,
  inputsPerSubject: 300,
  inputsInTest: 300,
  open: () => openSwitch({ datagrams: udp }),
};
