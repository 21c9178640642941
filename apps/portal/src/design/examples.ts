// SPDX-License-Identifier: Apache-2.0
/** Examples of the parts of the design system: /style shows them, and the tests look at each of them in a browser. */
import type { Component, VNodeChild } from 'vue';
import type { Page } from '../app/use-page.ts';

/** A component; one with a type of its own for each use is a function. */
type PartOf<Props> = Component &
  ((new (...given: never[]) => { $props: Props }) | ((props: Props, ...others: never[]) => unknown));

export interface Example<Props = object> {
  readonly props: Props;
  /** What stands in its slots. */
  readonly slots?: Readonly<Record<string, () => VNodeChild>>;
  /** Sentences of errors at fields, as if the form had come back. */
  readonly errors?: Readonly<Record<string, string>>;
}

export interface PartExamples {
  readonly part: Component;
  examples(page: Page): readonly Example[];
}

/**
 * Examples with texts in the language of the page, one for each state in which the part looks or acts differently. The
 * part is given first: its props say what may stand in them.
 */
export const examplesOf =
  <Props extends object>(part: PartOf<Props>) =>
  (examples: (page: Page) => readonly Example<Props>[]): PartExamples => ({ part, examples });
