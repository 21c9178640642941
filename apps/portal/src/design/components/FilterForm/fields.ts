// SPDX-License-Identifier: Apache-2.0

/** One field of a filter, as data; `name` is its word in the address. */
export type FilterField = {
  readonly name: string;
  readonly label: string;
  /** What it holds, where that is not simply what the address says. */
  readonly value?: string | undefined;
} & (
  | {
      readonly kind: 'text';
      /** Room for some words. */
      readonly wide?: boolean;
      /** Identifiers are Latin in every language. */
      readonly dir?: 'ltr';
      /** What was typed cannot be looked for. */
      readonly wrong?: boolean;
    }
  | {
      readonly kind: 'choice';
      readonly options: readonly { readonly value: string; readonly text: string }[];
      /** Text of the choice that leaves the field unset. */
      readonly any: string;
    }
  | { readonly kind: 'date' | 'time' | 'switch' }
);
