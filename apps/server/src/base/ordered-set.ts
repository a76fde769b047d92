/** What an `OrderedSet` holds: by `rank`, then `order`, then `id`, which is unique. All stay as they are while it is inside. */
export interface Ordered {
  /** Lower comes first. */
  readonly rank: number;
  readonly order: number;
  readonly id: string;
}

/** Most items of one chunk; a fuller one is cut in two. */
const CHUNK_MAX = 64;

export function isBefore(left: Ordered, right: Ordered): boolean {
  if (left.rank !== right.rank) return left.rank < right.rank;
  return left.order < right.order || (left.order === right.order && left.id < right.id);
}

/** Index of the first item that is not before `item`. */
function positionIn(chunk: readonly Ordered[], item: Ordered): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = chunk[middle];
    if (candidate !== undefined && isBefore(candidate, item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Like `splice`, which makes an array each time. */
function insertAt<Item>(chunk: Item[], position: number, item: Item): void {
  chunk.push(item);
  for (let index = chunk.length - 1; index > position; index -= 1) chunk[index] = chunk[index - 1] as Item;
  chunk[position] = item;
}

function removeAt<Item>(chunk: Item[], position: number): void {
  for (let index = position + 1; index < chunk.length; index += 1) chunk[index - 1] = chunk[index] as Item;
  chunk.pop();
}

/**
 * Items in order, kept in chunks of bounded size: the first is found at once, adding and removing cost a binary search and a
 * shift within one chunk, and adding at the end, the usual case here, shifts nothing.
 */
export class OrderedSet<Item extends Ordered> {
  /** Never an empty chunk, unless it is the only one. */
  readonly #chunks: Item[][] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get first(): Item | undefined {
    return this.#chunks[0]?.[0];
  }

  add(item: Item): void {
    this.#size += 1;
    const last = this.#chunks.length - 1;
    const index = Math.min(this.#chunkIndexOf(item), last);
    const chunk = this.#chunks[index];
    if (chunk === undefined) {
      this.#chunks.push([item]);
      return;
    }
    insertAt(chunk, positionIn(chunk, item), item);
    if (chunk.length <= CHUNK_MAX) return;
    // At the end chunks stay full, because what follows is appended.
    const cut = index === last && chunk.at(-1) === item ? CHUNK_MAX : CHUNK_MAX >>> 1;
    this.#chunks.splice(index + 1, 0, chunk.splice(cut));
  }

  /** Removes the item with this order and id; false when there is none. */
  remove(item: Ordered): boolean {
    const index = this.#chunkIndexOf(item);
    const chunk = this.#chunks[index];
    if (chunk === undefined) return false;
    const position = positionIn(chunk, item);
    const found = chunk[position];
    if (found === undefined || found.id !== item.id || isBefore(found, item) || isBefore(item, found)) return false;
    removeAt(chunk, position);
    // The last chunk stays: what empties and fills again needs no new one.
    if (chunk.length === 0 && this.#chunks.length > 1) this.#chunks.splice(index, 1);
    this.#size -= 1;
    return true;
  }

  /** All items from this place on, then those before it. The set must not change while they are read. */
  *from(index: number): Generator<Item, void, undefined> {
    yield* this.#slice(index, this.#size);
    yield* this.#slice(0, index);
  }

  /** How many items come first for which `isIn` says yes; it must say no to all after the first no. */
  countWhile(isIn: (item: Item) => boolean): number {
    let count = 0;
    for (const chunk of this.#chunks) {
      const last = chunk.at(-1);
      if (last !== undefined && isIn(last)) {
        count += chunk.length;
        continue;
      }
      let [low, high] = [0, chunk.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        const item = chunk[middle];
        if (item !== undefined && isIn(item)) low = middle + 1;
        else high = middle;
      }
      return count + low;
    }
    return count;
  }

  *#slice(begin: number, end: number): Generator<Item, void, undefined> {
    let first = 0;
    for (const chunk of this.#chunks) {
      if (first >= end) return;
      for (let place = Math.max(begin - first, 0); place < chunk.length && first + place < end; place += 1) {
        const item = chunk[place];
        if (item !== undefined) yield item;
      }
      first += chunk.length;
    }
  }

  /** All items, in order, chunk by chunk. The set must not change while they are read. */
  get chunks(): readonly (readonly Item[])[] {
    return this.#chunks;
  }

  /** Index of the first chunk whose last item is not before `item`; the number of chunks when all are. */
  #chunkIndexOf(item: Ordered): number {
    let low = 0;
    let high = this.#chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.#chunks[middle]?.at(-1);
      if (last !== undefined && isBefore(last, item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
