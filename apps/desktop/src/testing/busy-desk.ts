import { AgentStatus } from '@cordboard/shared/tlib/agent-states';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { callEvent, deliveryEvent, imCall, registered, textEvent } from './builders.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Events of a desk in full swing: one rings, three run with each kind of wait, one has ended. */
export function busyDesk(now: number): TEvent[] {
  const akim = imCall('006b0192cae0f001', 'akim@example.net', {
    CustomerSegment: 'default',
    ServiceType: 'billing',
    IM_Text: 'Hi, I was charged twice this month.',
    Choice: 1,
  });
  const lnovak = imCall('006b0192cae0f002', 'lnovak@example.net');
  const psato = imCall('006b0192cae0f003', 'psato@example.net');
  const jdoe = imCall('006b0192cae0f004', 'jdoe@example.net');
  const alice = imCall('006b0192cae0f005', 'alice');
  const me = '1001';
  return [
    registered(now - 20 * MINUTE, { AgentStatus: AgentStatus.Ready, AgentStatusSince: now - 252 * SECOND }),
    callEvent('EventRinging', now - 7 * MINUTE, akim),
    callEvent('EventEstablished', now - 6 * MINUTE - 41 * SECOND, akim),
    textEvent(now - 6 * MINUTE - 40 * SECOND, akim, 'm1', 'Hi, I was charged twice this month.'),
    textEvent(
      now - 6 * MINUTE - 16 * SECOND,
      akim,
      'm2',
      'Sorry about that. Let me look at your last two invoices.',
      me,
    ),
    deliveryEvent(now - 6 * MINUTE - 15 * SECOND, akim, 'm2', 'delivered'),
    textEvent(now - 5 * MINUTE - 45 * SECOND, akim, 'm3', 'Invoice 4471 and 4472, both on the 3rd.'),
    textEvent(
      now - 5 * MINUTE - 7 * SECOND,
      akim,
      'm4',
      'I found it: 4472 is the yearly add-on. You can read about it at https://example.net/add-ons (page 2). Shall I cancel and refund it?',
      me,
    ),
    deliveryEvent(now - 5 * MINUTE - 6 * SECOND, akim, 'm4', 'sent'),
    textEvent(now - 48 * SECOND, akim, 'm5', 'Yes please, cancel it.'),
    textEvent(now - 41 * SECOND, akim, 'm6', 'How long does the refund take?'),
    callEvent('EventRinging', now - 4 * MINUTE, lnovak),
    callEvent('EventEstablished', now - 4 * MINUTE, lnovak),
    textEvent(now - 3 * MINUTE, lnovak, 'n1', 'My parcel has not arrived.'),
    textEvent(now - 2 * MINUTE, lnovak, 'n2', 'I have sent it again, it will be there on Tuesday.', me),
    deliveryEvent(now - 2 * MINUTE, lnovak, 'n2', 'failed', 'The customer’s client closed the connection.'),
    callEvent('EventRinging', now - 3 * MINUTE, psato),
    callEvent('EventEstablished', now - 3 * MINUTE, psato),
    textEvent(now - 151 * SECOND, psato, 'p1', 'Is anybody there?'),
    callEvent('EventRinging', now - 30 * MINUTE, alice),
    callEvent('EventEstablished', now - 30 * MINUTE, alice),
    textEvent(now - 29 * MINUTE, alice, 'a1', 'Thanks, got it.'),
    callEvent('EventReleased', now - 34 * SECOND, alice, { callState: 5 } as Partial<TEvent>),
    callEvent('EventRinging', now - 7 * SECOND, jdoe, {
      extensions: { preview: 'upgrade my plan', noAnswerAt: now + 13 * SECOND },
    }),
  ];
}

/** One chat with `count` lines, for the scrolling of a long transcript. */
export function longChat(now: number, count: number): TEvent[] {
  const call = imCall('006b0192cae0f009', 'long@example.net');
  const transcript = Array.from({ length: count }, (_, index) => ({
    messageID: `t${index}`,
    time: now - (count - index) * 20 * SECOND,
    from: index % 3 === 0 ? '1001' : 'long@example.net',
    fromRole: index % 3 === 0 ? 'agent' : 'customer',
    im: `Line ${index + 1}. ${'Something was said here. '.repeat(index % 7)}`.trim(),
  }));
  return [
    registered(now, { AgentStatus: AgentStatus.Ready, AgentStatusSince: now - MINUTE }),
    callEvent('EventEstablished', now - 10 * MINUTE, call),
    {
      name: 'EventPrivateInfo',
      time: now,
      thisDN: '1001',
      privateMsgID: 3005,
      ...call,
      extensions: { transcript },
    },
  ];
}
