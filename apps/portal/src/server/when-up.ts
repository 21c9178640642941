// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from './problem.ts';

/** A part of a page that may stay away: undefined when the module behind it does not answer, so the rest still shows. */
export async function whenUp<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error) && error.kind === 'unavailable') return undefined;
    throw error;
  }
}
