/** Entries of an index by their first column: pairs of the second column and the text's row, in the order of the texts. */
type Entries = Map<string, number[]>;

/** One entry of an index. */
export type IndexEntry = readonly [first: string, second: number, row: number];

/** Texts that are in no index yet, with the entries that are to be made for them. */
export class UnindexedTexts {
  /** Calls, numbers in the call. */
  readonly #places: Entries = new Map();
  /** DNs, numbers of events. */
  readonly #dns: Entries = new Map();
  #count = 0;
  #lastRow = 0;

  get count(): number {
    return this.#count;
  }

  /** The highest row of all. */
  get lastRow(): number {
    return this.#lastRow;
  }

  /** `told` and `sequence` as in the table. */
  add(connId: string, number: number, row: number, sequence: number | null, told: string | null): void {
    push(this.#places, connId, number, row);
    if (sequence !== null && told !== null) {
      for (const [index, [dn]] of (JSON.parse(told) as [string, number][]).entries()) {
        push(this.#dns, dn, sequence + index, row);
      }
    }
    this.#count += 1;
    this.#lastRow = row;
  }

  findRow(connId: string, number: number): number | undefined {
    const pairs = this.#places.get(connId) ?? [];
    for (let at = pairs.length - 2; at >= 0; at -= 2) if (pairs[at] === number) return pairs[at + 1];
    return undefined;
  }

  /** -1 without any. */
  findHighest(connId: string): number {
    const pairs = this.#places.get(connId) ?? [];
    let highest = -1;
    for (let at = 0; at < pairs.length; at += 2) highest = Math.max(highest, pairs[at] as number);
    return highest;
  }

  /** Sorted, so that entries made together lie together. */
  listPlaces(): IndexEntry[] {
    return listEntries(this.#places);
  }

  listDns(): IndexEntry[] {
    return listEntries(this.#dns);
  }
}

function push(entries: Entries, first: string, second: number, row: number): void {
  const pairs = entries.get(first);
  if (pairs === undefined) entries.set(first, [second, row]);
  else pairs.push(second, row);
}

function listEntries(entries: Entries): IndexEntry[] {
  const listed: IndexEntry[] = [];
  for (const first of [...entries.keys()].sort()) {
    const pairs = entries.get(first) ?? [];
    for (let at = 0; at < pairs.length; at += 2) listed.push([first, pairs[at] as number, pairs[at + 1] as number]);
  }
  return listed;
}
