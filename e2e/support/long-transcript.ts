import type { Page } from '@playwright/test';

/**
 * Puts `count` earlier texts before those of every transcript that the page receives. The server itself keeps fewer at
 * hand; everything else between page and server stays as it is.
 */
export async function lengthenTranscripts(page: Page, count: number): Promise<void> {
  await page.routeWebSocket(/\/socket\.io\//, (toPage) => {
    const toServer = toPage.connectToServer();
    toServer.onMessage((message) => toPage.send(typeof message === 'string' ? lengthen(message, count) : message));
  });
}

interface TranscriptEvent {
  readonly privateMsgID?: number;
  readonly ani: string;
  readonly extensions: { transcript: object[] };
}

/** `42/tlib,["event",{…}]` is how socket.io writes an event. */
function lengthen(message: string, count: number): string {
  const [, head, body] = /^(42\/tlib,)(\["event",.*)$/s.exec(message) ?? [];
  if (head === undefined || body === undefined) return message;
  const [name, event] = JSON.parse(body) as [string, TranscriptEvent];
  if (event.privateMsgID !== 3005) return message;
  const begin = Date.now() - count * 1000;
  const earlier = Array.from({ length: count }, (_, index) => ({
    messageID: `earlier-${index + 1}`,
    time: begin + index * 900,
    from: event.ani,
    fromRole: 'customer',
    im: `Line ${index + 1}. ${'Something was said here. '.repeat(index % 7)}`.trim(),
  }));
  event.extensions.transcript.unshift(...earlier);
  return head + JSON.stringify([name, event]);
}
