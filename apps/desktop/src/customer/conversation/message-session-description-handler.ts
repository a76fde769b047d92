import type { BodyAndContentType, SessionDescriptionHandler } from 'sip.js';

const SDP = 'application/sdp';

/**
 * Session mode carries texts as MESSAGE within the dialog, so the session description only names the medium:
 * one `m=message` line without an address of its own (RTC and LCS style). There is no WebRTC here.
 */
export class MessageSessionDescriptionHandler implements SessionDescriptionHandler {
  #version = 0;

  close(): void {}

  hasDescription(contentType: string): boolean {
    return contentType.toLowerCase().startsWith(SDP);
  }

  async getDescription(): Promise<BodyAndContentType> {
    this.#version += 1;
    const lines = [
      'v=0',
      `o=- 1 ${this.#version} IN IP4 0.0.0.0`,
      's=session',
      'c=IN IP4 0.0.0.0',
      't=0 0',
      'm=message 9 sip null',
      'a=accept-types:text/plain',
    ];
    return { body: `${lines.join('\r\n')}\r\n`, contentType: SDP };
  }

  async setDescription(sdp: string): Promise<void> {
    if (!acceptsMessages(sdp)) throw new Error('The other side does not offer m=message.');
  }

  async rollbackDescription(): Promise<void> {}

  sendDtmf(): boolean {
    return false;
  }
}

/** True when the description has a message line that was not rejected with port 0 (RFC 3264 6). */
export function acceptsMessages(sdp: string): boolean {
  return sdp.split(/\r?\n/).some((line) => /^m=message [1-9]\d* /.test(line));
}
