import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A peer in a process of its own, with what it prints. It is ended by `stop`, whatever it does. */
export class PeerProcess {
  readonly #child: ChildProcess;
  readonly #name: string;
  #output = '';
  #hasEnded = false;
  #changed: () => void = () => {};

  constructor(
    command: string,
    args: readonly string[],
    options: { readonly directory?: string; readonly environment?: Readonly<Record<string, string>> } = {},
  ) {
    this.#name = command;
    const child = spawn(command, args, {
      cwd: options.directory,
      env: { ...process.env, ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const print = (chunk: Buffer) => {
      this.#output += chunk.toString();
      this.#changed();
    };
    child.stdout.on('data', print);
    child.stderr.on('data', print);
    child.stdin.on('error', () => {});
    child.on('error', (failure) => print(Buffer.from(`${failure.message}\n`)));
    child.on('close', () => {
      this.#hasEnded = true;
      this.#changed();
    });
    this.#child = child;
  }

  get output(): string {
    return this.#output;
  }

  get id(): number | undefined {
    return this.#child.pid;
  }

  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  /** Types one line. */
  type(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Waits until the output holds `text` (that many times); fails when the process ends before or `timeoutMs` have passed. */
  async waitForOutput(text: string, timeoutMs = 10_000, times = 1): Promise<void> {
    const isPrinted = () => this.#output.split(text).length > times;
    await this.#waitUntil(isPrinted, `prints ${JSON.stringify(text)}`, timeoutMs);
  }

  /** Waits until the process ends by itself; returns its exit code. */
  async waitForEnd(timeoutMs: number): Promise<number | null> {
    await this.#waitUntil(() => this.#hasEnded, 'ends', timeoutMs);
    return this.exitCode;
  }

  async stop(): Promise<void> {
    if (this.#hasEnded || this.#child.pid === undefined) return;
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGTERM');
    const force = setTimeout(() => this.#child.kill('SIGKILL'), 3_000);
    await closed;
    clearTimeout(force);
  }

  async #waitUntil(holds: () => boolean, what: string, timeoutMs: number): Promise<void> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      this.#changed();
    }, timeoutMs);
    try {
      while (!holds()) {
        if (isLate || this.#hasEnded) {
          const why = isLate ? `within ${timeoutMs} ms` : 'before it ended';
          throw new Error(`${this.#name}: not seen ${why}: ${what}. It printed:\n${this.#output.slice(-4_000)}`);
        }
        await new Promise<void>((resolve) => {
          this.#changed = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }
}
