import type { FakeSipServer } from './fake-sip-server.ts';

/** A WebSocket whose other end is the fake server, in memory. Delivery takes one turn of the event loop, like a real one. */
export function createFakeWebSocket(server: FakeSipServer, isReachable = true): WebSocket {
  let isOpen = false;
  const later = (run: () => void) => setTimeout(run, 0);
  const close = () =>
    later(() => {
      if (!isOpen) return;
      isOpen = false;
      serverEnd.closed();
      socket.onclose?.();
    });
  const serverEnd = server.connect({
    send: (raw) => later(() => isOpen && socket.onmessage?.({ data: raw })),
    close,
  });
  const socket = {
    binaryType: 'blob',
    onopen: null as (() => void) | null,
    onclose: null as (() => void) | null,
    onmessage: null as ((event: { data: string }) => void) | null,
    send: (raw: string) => later(() => isOpen && serverEnd.receive(raw)),
    close,
  };
  later(() => {
    isOpen = isReachable;
    if (isReachable) socket.onopen?.();
    else socket.onclose?.();
  });
  return socket as unknown as WebSocket;
}
