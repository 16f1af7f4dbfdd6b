/*
 * Chance that is the same every time, and words and texts from it, for the programs that make the benchmark's heaps.
 */

/** Numbers in [0, 1) from a seed (mulberry32, by Tommy Ettinger). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What a program draws from one seed. */
export class Draw {
  constructor(seed) {
    this.chance = seeded(seed);
  }

  /** A whole number below `limit`. */
  below(limit) {
    return Math.floor(this.chance() * limit);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  /** Letters, as one flat string and not as a rope. */
  word(length) {
    return String.fromCharCode(...Array.from({ length }, () => 97 + this.below(26)));
  }

  /** Words up to about `length` characters. */
  text(length) {
    const words = [];
    for (let size = 0; size < length; size += words.at(-1).length + 1) words.push(this.word(2 + this.below(8)));
    return words.join(' ');
  }
}
