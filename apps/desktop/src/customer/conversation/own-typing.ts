/** Without a key for so long one has stopped (RFC 3994 3.2). */
const IDLE_AFTER_MS = 15_000;
/** Who goes on writing says so again. */
const SAY_AGAIN_MS = 50_000;

/** Tells that the customer writes: when he begins, again while he goes on, and when he stops. */
export class OwnTyping {
  readonly #say: (isActive: boolean) => void;
  #saidAt: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (isActive: boolean) => void) {
    this.#say = say;
  }

  draftChanged(draft: string): void {
    if (draft.trim() === '') {
      this.stopped();
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stopped(), IDLE_AFTER_MS);
    const now = Date.now();
    if (this.#saidAt !== undefined && now - this.#saidAt < SAY_AGAIN_MS) return;
    this.#saidAt = now;
    this.#say(true);
  }

  stopped(): void {
    if (this.#saidAt !== undefined) this.#say(false);
    this.textSent();
  }

  /** The text says enough. */
  textSent(): void {
    clearTimeout(this.#timer);
    this.#saidAt = undefined;
  }
}
