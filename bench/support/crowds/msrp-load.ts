import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Load, Sent } from '../measuring/contender.ts';

export type MsrpOrder =
  | { readonly name: 'open'; readonly sipPort: number; readonly sessions: number }
  | { readonly name: 'run'; readonly load: Load };
export type MsrpReport =
  | { readonly name: 'opened' }
  | { readonly name: 'sent'; readonly sent: Sent }
  | { readonly name: 'failed'; readonly why: string };

/** MSRP customers in a thread of their own. */
export class MsrpLoad {
  readonly #thread = new Worker(new URL('./msrp-load-thread.ts', import.meta.url));

  async open(sipPort: number, sessions: number): Promise<void> {
    await this.#order({ name: 'open', sipPort, sessions });
  }

  async run(load: Load): Promise<Sent> {
    const report = await this.#order({ name: 'run', load });
    if (report.name !== 'sent') throw new Error(`the MSRP customers reported ${report.name}`);
    return report.sent;
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }

  async #order(order: MsrpOrder): Promise<MsrpReport> {
    const reported = once(this.#thread, 'message');
    this.#thread.postMessage(order);
    const [report] = (await reported) as [MsrpReport];
    if (report.name === 'failed') throw new Error(report.why);
    return report;
  }
}
