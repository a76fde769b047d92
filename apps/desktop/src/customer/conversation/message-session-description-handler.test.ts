import { describe, expect, it } from 'vitest';
import { acceptsMessages, MessageSessionDescriptionHandler } from './message-session-description-handler.ts';

describe('[WC3] the session description', () => {
  it('offers one message line', async () => {
    const { body, contentType } = await new MessageSessionDescriptionHandler().getDescription();
    expect(contentType).toBe('application/sdp');
    expect(body.match(/^m=.*$/gm)).toEqual(['m=message 9 sip null']);
    expect(body.endsWith('\r\n')).toBe(true);
  });

  it.each([
    ['m=message 5060 sip sip:1111@example.com', true],
    ['v=0\r\nm=message 9 sip null\r\n', true],
    ['m=message 0 sip null', false],
    ['m=audio 4000 RTP/AVP 0', false],
    ['', false],
  ])('%j is accepted: %s', (sdp, isAccepted) => {
    expect(acceptsMessages(sdp)).toBe(isAccepted);
  });

  it('refuses an answer without it', async () => {
    await expect(new MessageSessionDescriptionHandler().setDescription('m=message 0 sip null')).rejects.toThrow();
  });
});
