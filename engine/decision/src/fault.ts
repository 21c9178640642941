// SPDX-License-Identifier: Apache-2.0

/** What callers tell apart: no rule fits, several do where one may, the evaluation is too much. */
export type Reason = 'undecided' | 'ambiguous' | 'budget';

/** A model or an evaluation that is refused: the element it is about, and a sentence that says what is wrong. */
export class DecisionFault extends Error {
  override name = 'DecisionFault';
  readonly element: string;
  readonly sentence: string;
  readonly reason: Reason | undefined;
  constructor(element: string, sentence: string, reason?: Reason) {
    super(element ? `${element}: ${sentence}` : sentence);
    this.element = element;
    this.sentence = sentence;
    this.reason = reason;
  }
}
