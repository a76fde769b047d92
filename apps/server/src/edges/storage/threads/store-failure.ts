/**
 * Why the store could not do what was asked: SQLite's own code (`SQLITE_FULL`, `SQLITE_IOERR_WRITE`, …) or one of ours:
 * `WORKER_DIED` (its thread ended under way), `CLOSED`, `IN_USE` (another server has the directory), `UNFIT` (the file is
 * not ours, or newer than this program, or could not be made durable), `CANTOPEN`.
 */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A failure as it travels between threads, where classes do not. */
export interface FailureNote {
  readonly code: string;
  readonly message: string;
}

export function noteFailure(error: unknown): FailureNote {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'UNEXPECTED';
  return { code, message };
}
