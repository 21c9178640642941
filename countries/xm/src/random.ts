// SPDX-License-Identifier: Apache-2.0
/** Reproducible choices for generated data: the mulberry32 generator. Not for anything secret. */
export class Draw {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A fraction from 0 up to, not including, 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both possible. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.fraction() * (most - least + 1));
  }

  /** One of a list that is not empty. */
  from<T>(list: readonly T[]): T {
    const chosen = list[this.whole(0, list.length - 1)];
    if (chosen === undefined) throw new RangeError('nothing to choose from');
    return chosen;
  }

  /** True in about `share` of all draws. */
  chance(share: number): boolean {
    return this.fraction() < share;
  }

  /** A calendar date from 1 January of `firstYear` to 28 December of `lastYear`. */
  date(firstYear: number, lastYear: number): string {
    const month = String(this.whole(1, 12)).padStart(2, '0');
    return `${this.whole(firstYear, lastYear)}-${month}-${String(this.whole(1, 28)).padStart(2, '0')}`;
  }
}
