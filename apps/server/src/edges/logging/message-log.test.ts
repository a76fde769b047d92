import type { TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { MessageLog } from './message-log.ts';

/** 10:49:07.2400 in California, as in the guide. */
const TIME = 1_211_305_747_240;
const flow = { transport: 'UDP', remoteAddress: '172.21.27.88', remotePort: 3234 } as const;

function setUp(isOn = true) {
  const written: string[] = [];
  const log = new MessageLog({
    isOn,
    now: () => TIME,
    write: (text) => written.push(text),
    minutesEastOfUtc: () => -420,
  });
  return { log, text: () => written.join('') };
}

const privateInfo: TEvent = {
  name: 'EventPrivateInfo',
  eventSequenceNumber: 0x71,
  time: TIME,
  thisDN: '1001',
  otherDN: '1007',
  connID: '006b0192cae0f001',
  callUUID: 'DH1EU3844T1J33QUSEEJDHMHBC000003',
  callID: 1,
  callType: 2,
  callState: 0,
  mediaType: 5,
  dnis: '1111',
  privateMsgID: 3001,
  messageID: 'm1',
  userData: { RTargetAgentSelected: '1001', RRequestedSkills: { billing: 8 }, PegAGALL_Agents: 1 },
  extensions: { im: 'test' },
};

describe('the message log', () => {
  it('[RE23] has chunks of MSRP in the same form', () => {
    const { log, text } = setUp();
    log.msrpReceived(Buffer.from('MSRP a1b2 SEND\r\nMessage-ID: m1\r\n-------a1b2$\r\n'), {
      ...flow,
      transport: 'TCP',
    });
    log.msrpSent(Buffer.from('MSRP a1b2 200 OK\r\n-------a1b2$\r\n'), { ...flow, transport: 'TCP' });
    expect(text()).toContain(
      'Received [MSRP TCP] 46 bytes from 172.21.27.88:3234 <<<<<\n  MSRP a1b2 SEND\n  Message-ID: m1\n',
    );
    expect(text()).toContain('Sending [MSRP TCP] 32 bytes to 172.21.27.88:3234 >>>>>\n  MSRP a1b2 200 OK\n');
    const off = setUp(false);
    off.log.msrpSent(Buffer.from('x'), flow);
    expect(off.text()).toBe('');
  });

  it('[RE23] reads like the guide: message, event, clients', () => {
    const { log, text } = setUp();
    log.clientConnected('k3', 'maya', '172.21.27.97:3708');
    const message = 'MESSAGE sip:1111@172.21.27.97 SIP/2.0\r\nCSeq: 2 MESSAGE\r\nContent-Length: 4\r\n\r\ntest';
    log.sipReceived(Buffer.from(message), flow);
    log.eventDistributed(privateInfo, ['k3', 'k4']);
    expect(text()).toBe(`\
10:49:07.240 SIPS:LOGBLOCK:BEGIN:SIPDATA:[
10:49:07.240 Received [UDP] 81 bytes from 172.21.27.88:3234 <<<<<
  MESSAGE sip:1111@172.21.27.97 SIP/2.0
  CSeq: 2 MESSAGE
  Content-Length: 4

  test
10:49:07.240 SIPS:LOGBLOCK:END:SIPDATA:]
@10:49:07.2400 distribute_event: message EventPrivateInfo
    AttributeEventSequenceNumber     0000000000000071
    AttributeTimeInuSecs             240000
    AttributeTimeInSecs              1211305747 (10:49:07)
    AttributeExtensions              [13]
      'im'                           'test'
    AttributeOtherDN                 '1007'
    AttributeDNIS                    '1111'
    AttributeUserData                [84]
      'RTargetAgentSelected'         '1001'
      'RRequestedSkills'             (List)
          'billing'                  8
      'PegAGALL_Agents'              1
    AttributeCallUUID                'DH1EU3844T1J33QUSEEJDHMHBC000003'
    AttributeConnID                  006b0192cae0f001
    AttributeCallID                  1
    AttributeCallType                2
    AttributeCallState               0
    AttributeMediaType               5
    AttributePrivateMsgID            3001
    AttributeMessageID               'm1'
    AttributeThisDN                  '1001'
10:49:07.240 Int 04544 Interaction message "EventPrivateInfo" generated
10:49:07.240 Trc 04542 EventPrivateInfo sent to [k3] (maya 172.21.27.97:3708)
10:49:07.240 Trc 04542 EventPrivateInfo sent to [k4]
`);
  });

  it('[RE24] no value can forge a line', () => {
    const { log, text } = setUp();
    const forged = '\n@10:49:07.2400 distribute_event: message EventError\u001b[31m\u2028\u202e';
    log.clientConnected('k3', `maya${forged}`, '::1');
    log.eventDistributed({ ...privateInfo, otherDN: forged, userData: { [forged]: forged } }, ['k3', forged]);
    log.sipReceived(Buffer.from(`MESSAGE x${forged}\r\n\r\n${forged}\r@10`), flow);
    const lines = text().split('\n');
    expect(lines.filter((line) => line.includes('@10') && line.startsWith('@'))).toHaveLength(1);
    for (const mark of ['\r', '\u001b', '\u2028', '\u202e']) expect(text()).not.toContain(mark);
  });

  it('[RE24] credentials are hidden, a text that only looks like one is not', () => {
    const { log, text } = setUp();
    const head =
      'REGISTER sip:x SIP/2.0\r\nAuthorization: Digest username="a", response="9f"\r\nproxy-authorization:Basic YTpi';
    log.sipReceived(Buffer.from(`${head}\r\n\r\nAuthorization: mine to tell`), flow);
    expect(text()).toContain('  Authorization: Digest [hidden]\n  proxy-authorization:Basic [hidden]\n');
    expect(text()).toContain('  Authorization: mine to tell\n');
    expect(text()).not.toMatch(/9f|YTpi/);
  });

  it('[RE23] shows what is sent, binary and oversize too', () => {
    const { log, text } = setUp();
    log.sipSent(Buffer.alloc(100_000, 0xff), flow);
    expect(text()).toContain('Sending [UDP] 100000 bytes to 172.21.27.88:3234 >>>>>');
    expect(text().length).toBeLessThan(40_000);
    expect(text()).toContain('  ...\n');
  });

  it('[RE23] writes nothing when off', () => {
    const { log, text } = setUp(false);
    log.sipReceived(Buffer.from('x'), flow);
    log.sipSent(Buffer.from('x'), flow);
    log.eventDistributed(privateInfo, ['k3']);
    expect(text()).toBe('');
  });
});
