// SPDX-License-Identifier: Apache-2.0

/** A model or an evaluation that is refused: the element it is about, and a sentence that says what is wrong. */
export class DecisionFault extends Error {
  override name = 'DecisionFault';
  readonly element: string;
  readonly sentence: string;
  constructor(element: string, sentence: string) {
    super(element ? `${element}: ${sentence}` : sentence);
    this.element = element;
    this.sentence = sentence;
  }
}
