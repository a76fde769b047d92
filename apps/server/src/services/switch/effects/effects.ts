import type { ConnId, PlaceName, UserName } from '@cordboard/shared/ids';
import type { DnEvent, EventError, TEvent } from '@cordboard/shared/tlib/events';
import type { Deadline } from '../../../domain/call-model/deadline.ts';
import type { DeskShow, DeskWatcher } from './desk-watcher.ts';
import type { MessagingEffect } from './messaging-effect.ts';
import type { Opening, StoredAnswer } from './opening.ts';
import type { Asker, TlibClient } from './tlib-client.ts';

/** A stored event goes to those who hold its DN. */
export interface PublishEvent {
  readonly name: 'publishEvent';
  readonly event: DnEvent;
  /** The event's JSON, as it is stored. */
  readonly body: string;
  asker?: Asker;
}

/** What leaves the switch once its step is stored. */
export type Effect =
  | PublishEvent
  /** An event that is not stored. */
  | { readonly name: 'showEvent'; readonly event: DnEvent }
  /** An answer that is no stored event: to the asking client alone. */
  | { readonly name: 'answerClient'; readonly client: TlibClient; readonly event: TEvent }
  /** The stored answer to a repeated request. */
  | {
      readonly name: 'repeatAnswer';
      readonly asker: Asker;
      readonly stored: StoredAnswer;
      /** What answers when the store cannot be read. */
      readonly unreadable: EventError;
    }
  | { readonly name: 'attachClient'; readonly client: TlibClient; readonly opening: Opening }
  /** Tells whoever waits that the step is durable. */
  | { readonly name: 'resolve'; readonly resolve: () => void }
  | { readonly name: 'armDeadline'; readonly deadline: Deadline }
  | { readonly name: 'disarmDeadline'; readonly id: string }
  | { readonly name: 'forgetTranscript'; readonly connId: ConnId }
  /** Ends the sockets of a person at a place. */
  | {
      readonly name: 'endClients';
      readonly userName: UserName;
      readonly place: PlaceName | null;
      readonly reason: string;
    }
  /** What goes on, to those who watch. */
  | { readonly name: 'showDesk'; readonly watchers: readonly DeskWatcher[]; readonly show: DeskShow }
  | MessagingEffect;
