// SPDX-License-Identifier: Apache-2.0
/** What several messages do to the mailbox by the same statements. */
import { isRefusal, type Refusal, type Tx } from '@stoa/kernel';

/** What one of them is told: what it asked for, or why not. */
export type Outcome<R> = R | Refusal;

/**
 * Does for all inputs, in their order, what each asks for, and answers each. One that is refused leaves nothing behind;
 * where that takes back what was written for it, it throws instead, and none of them has happened.
 */
export type TurnStep<I, R> = (tx: Tx, inputs: readonly I[]) => Promise<readonly Outcome<R>[]>;

/** For one alone; throws its refusal. */
export const alone =
  <I, R>(step: TurnStep<I, R>) =>
  async (tx: Tx, input: I): Promise<R> => {
    const [outcome] = await step(tx, [input]);
    if (isRefusal(outcome)) throw outcome;
    return outcome as R;
  };

/** Of what is done one by one. What refuses must do so before it writes. */
export const oneByOne =
  <I, R>(run: (tx: Tx, input: I) => Promise<R>): TurnStep<I, R> =>
  (tx, inputs) =>
    Promise.all(inputs.map((input) => outcomeOf(() => run(tx, input))));

export async function outcomeOf<R>(work: () => R | Promise<R>): Promise<Outcome<R>> {
  try {
    return await work();
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

/**
 * In as many rounds as there are inputs of the same key: no statement meets one row twice, and the later sees what the
 * earlier did.
 */
export const inRounds =
  <I, R>(keysOf: (input: I) => readonly string[], round: TurnStep<I, R>): TurnStep<I, R> =>
  async (tx, inputs) => {
    const outcomes = new Map<number, Outcome<R>>();
    let rest = inputs.map((input, place) => ({ input, place }));
    while (rest.length > 0) {
      const seen = new Set<string>();
      const now: typeof rest = [];
      const later: typeof rest = [];
      for (const one of rest) {
        const keys = keysOf(one.input);
        (keys.some((key) => seen.has(key)) ? later : now).push(one);
        for (const key of keys) seen.add(key);
      }
      const told = await round(
        tx,
        now.map(({ input }) => input),
      );
      for (const [n, { place }] of now.entries()) outcomes.set(place, told[n] as Outcome<R>);
      rest = later;
    }
    return inputs.map((_, place) => outcomes.get(place) as Outcome<R>);
  };
