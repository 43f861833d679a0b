import type { Claim } from "./claim";

/** Claims of which the first by some order is at hand; the owner changes it and says so. */
export class ClaimHeap<Entry extends Claim> {
  constructor(
    private readonly entries: Entry[],
    private readonly compare: (a: Entry, b: Entry) => number,
  ) {
    for (let at = (entries.length >> 1) - 1; at >= 0; at--) this.sink(at);
  }

  /** The first claim by the order; undefined where none is left. */
  get top(): Entry | undefined {
    return this.entries[0];
  }

  /** Puts the first claim back in its place after it has changed. */
  settleTop(): void {
    this.sink(0);
  }

  removeTop(): void {
    const last = this.entries.pop();
    if (last === undefined || this.entries.length === 0) return;
    this.entries[0] = last;
    this.sink(0);
  }

  private sink(from: number): void {
    const { entries, compare } = this;
    const sinking = entries[from];
    if (sinking === undefined) return;
    let at = from;
    for (;;) {
      let below = 2 * at + 1;
      let child = entries[below];
      if (child === undefined) break;
      const other = entries[below + 1];
      if (other !== undefined && compare(other, child) < 0) {
        child = other;
        below++;
      }
      if (compare(child, sinking) >= 0) break;
      entries[at] = child;
      at = below;
    }
    entries[at] = sinking;
  }
}
