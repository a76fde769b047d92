/** What the tests use of the npm package `sip`, which comes without types. */
declare module 'sip' {
  export interface SipMessage {
    readonly method?: string;
    readonly uri?: string;
    readonly status?: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly content?: string;
  }

  export interface SipInstance {
    send(message: SipMessage, answered?: (response: SipMessage) => void): void;
    destroy(): void;
  }

  interface Sip {
    create(options: object, received: (message: SipMessage) => void): SipInstance;
    makeResponse(request: SipMessage, status: number, reason?: string): SipMessage;
    parse(text: string): SipMessage | undefined;
    stringify(message: SipMessage): string;
  }

  const sip: Sip;
  export default sip;
}
