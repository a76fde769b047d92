import type { TEvent } from '@cordboard/shared/tlib/events';
import type { Gateway, GatewayListener } from './gateway.ts';
import { type Asked, RequestDesk } from './request-desk.ts';
import { isOldAnswer } from './sequence-filter.ts';

/** The one channel of this page. `installGateway` puts the real client or a fake into it. */
let gateway: Gateway | undefined;
let desk: RequestDesk | undefined;

export function installGateway(installed: Gateway): void {
  gateway = installed;
  desk = new RequestDesk(installed);
}

/** Connects, and hands each event on after the request it answers has been told. */
export function openChannel(token: string, listener: GatewayListener): void {
  gateway?.connect(token, {
    status(status) {
      if (status === 'live') desk?.channelLive();
      else desk?.channelLost();
      listener.status(status);
    },
    event(event) {
      if (!isOldAnswer(event)) listener.event(event);
      desk?.receiveEvent(event);
    },
  });
}

export function closeChannel(): void {
  gateway?.close();
  desk?.clear();
}

/** Resolves with the event that answers, rejects with RequestRefused. What is asked while offline goes out later. */
export function sendRequest(asked: Asked): Promise<TEvent> {
  if (desk === undefined) return Promise.reject(new Error('no gateway is installed'));
  return desk.send(asked);
}
