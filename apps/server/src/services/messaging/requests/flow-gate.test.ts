import { describe, expect, it } from 'vitest';
import { udpFlow } from '../../../../test/support/fakes/sip-stack.ts';
import type { SipRequest, SipResponse } from '../../../protocols/sip/message/message.ts';
import type { ResponseHandler } from '../../../protocols/sip/user-agent/request-handler.ts';
import { FlowGate } from './flow-gate.ts';

const ok: SipResponse = { kind: 'response', status: 200, reason: 'OK', headers: [], body: Buffer.alloc(0) };

function createGate() {
  const sent: { readonly branch: string; readonly handler: ResponseHandler }[] = [];
  const settled: string[] = [];
  const gate = new FlowGate({
    sendRequest: (request, _flow, handler) => sent.push({ branch: request.requestUri, handler }),
    sendStateless: () => {},
  });
  const send = (branch: string, port = 5060) => {
    const request: SipRequest = {
      kind: 'request',
      method: 'MESSAGE',
      requestUri: branch,
      headers: [],
      body: Buffer.alloc(0),
    };
    const flow = { ...udpFlow, id: `udp:192.0.2.9:${port}` };
    gate.send({ request, branch, flow, settled: (outcome) => settled.push(`${branch} ${JSON.stringify(outcome)}`) });
  };
  return { sent, settled, send };
}

describe('one request in flight per flow', () => {
  it('sends the next after the outcome of the one before, other flows at once', () => {
    const { sent, send, settled } = createGate();
    send('a');
    send('b');
    send('c', 5070);
    expect(sent.map(({ branch }) => branch)).toEqual(['a', 'c']);
    sent[0]?.handler.failed('timeout');
    expect(sent.map(({ branch }) => branch)).toEqual(['a', 'c', 'b']);
    expect(settled).toEqual(['a {"failed":"timeout"}']);
  });

  it('does not send twice what is on its way, and sends again what was settled', () => {
    const { sent, send, settled } = createGate();
    send('a');
    send('b');
    send('a');
    send('b');
    sent[0]?.handler.finalResponse(ok);
    sent[1]?.handler.finalResponse(ok);
    expect(sent.map(({ branch }) => branch)).toEqual(['a', 'b']);
    expect(settled).toHaveLength(2);
    send('a');
    expect(sent).toHaveLength(3);
  });
});
