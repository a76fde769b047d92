import type { DeskChanges, DeskView } from '@cordboard/shared/desk/desk-view';
import type { DeskFeed, DeskFeedListener, DeskFeedStatus } from '../gateway/desk-feed.ts';

/** A desk channel that shows what the test tells it to. */
export class FakeDeskFeed implements DeskFeed {
  #listener: DeskFeedListener | undefined;
  #view: DeskView | undefined;

  connect(_token: string, listener: DeskFeedListener): void {
    this.#listener = listener;
    listener.status('loading');
    if (this.#view !== undefined) this.show(this.#view);
  }

  close(): void {
    this.#listener = undefined;
  }

  /** Also what the next connection begins with. */
  show(view: DeskView): void {
    this.#view = view;
    this.#listener?.view(view);
    this.#listener?.status('live');
  }

  change(changes: DeskChanges): void {
    this.#listener?.changes(changes);
  }

  tell(status: DeskFeedStatus): void {
    this.#listener?.status(status);
  }
}
