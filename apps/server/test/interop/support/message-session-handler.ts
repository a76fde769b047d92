import type { BodyAndContentType, SessionDescriptionHandler } from 'sip.js';

/** The one session description of session mode: `m=message`, RTC style. */
export class MessageSessionHandler implements SessionDescriptionHandler {
  /** What the other side described last. */
  remoteDescription = '';

  close(): void {}

  hasDescription(contentType: string): boolean {
    return contentType === 'application/sdp';
  }

  async getDescription(): Promise<BodyAndContentType> {
    const lines = ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=session', 'c=IN IP4 0.0.0.0', 't=0 0', 'm=message 9 sip null'];
    return { body: `${lines.join('\r\n')}\r\n`, contentType: 'application/sdp' };
  }

  async setDescription(sdp: string): Promise<void> {
    this.remoteDescription = sdp;
  }

  async rollbackDescription(): Promise<void> {}

  sendDtmf(): boolean {
    return false;
  }
}
