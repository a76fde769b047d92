/** Numbers for the metrics; they only grow. */
export class TransportCounters {
  received = { UDP: 0, TCP: 0, TLS: 0, WS: 0, WSS: 0 };
  sent = { UDP: 0, TCP: 0, TLS: 0, WS: 0, WSS: 0 };
  /** Messages that did not leave: flow gone, buffer full, or refused by the kernel. */
  sendFailures = { UDP: 0, TCP: 0, TLS: 0, WS: 0, WSS: 0 };
  /** Connections of our own that could not be opened. */
  connectFailures = { TCP: 0, TLS: 0 };
  /** Connections and handshakes turned away. */
  refused = { TCP: 0, TLS: 0, WS: 0, WSS: 0 };
  /** Connections that we cut off: idle, half a message for too long, dead, not reading. */
  cutOff = { TCP: 0, TLS: 0, WS: 0, WSS: 0 };
  /** Streams that could not be cut into messages any more. */
  framingFailures = 0;
  keepAlives = 0;

  /** All of them with the transport, for the metrics. */
  *totals(protocol = ''): Iterable<readonly [what: string, transport: string, total: number]> {
    const { received, sent, sendFailures, connectFailures, refused, cutOff } = this;
    for (const [what, byTransport] of Object.entries({
      received,
      sent,
      sendFailures,
      connectFailures,
      refused,
      cutOff,
    })) {
      for (const [transport, total] of Object.entries(byTransport)) yield [what, `${protocol}${transport}`, total];
    }
    yield ['framingFailures', `${protocol}TCP`, this.framingFailures];
    yield ['keepAlives', `${protocol}all`, this.keepAlives];
  }
}
