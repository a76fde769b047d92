export interface MemoryUse {
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** The debugger of another Node process, for what cannot be seen from outside: its heap after a collection. */
export class Inspector {
  readonly #socket: WebSocket;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async connect(url: string): Promise<Inspector> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    return new Inspector(socket);
  }

  /** Collects garbage until nothing more goes, then reads the memory in bytes. */
  async memoryAfterCollection(): Promise<MemoryUse> {
    for (let pass = 0; pass < 3; pass += 1) await this.#call('HeapProfiler.collectGarbage', {});
    const answer = await this.#call('Runtime.evaluate', { expression: 'JSON.stringify(process.memoryUsage())' });
    const { value } = (answer as { result: { value: string } }).result;
    return JSON.parse(value) as MemoryUse;
  }

  close(): void {
    this.#socket.close();
  }

  async #call(method: string, params: object): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve) => {
      const receive = ({ data }: { readonly data: unknown }) => {
        const message = JSON.parse(String(data)) as { id?: number; result?: unknown };
        if (message.id !== id) return;
        this.#socket.removeEventListener('message', receive);
        resolve(message.result);
      };
      this.#socket.addEventListener('message', receive);
    });
  }
}
