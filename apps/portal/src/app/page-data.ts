// SPDX-License-Identifier: Apache-2.0
/** What travels from the server to the page: serialised into the HTML, read back when the page hydrates. */
import type { Language, LocalText } from '@stoa/kernel/contract';
import type { FieldError } from '../server/page.ts';
import type { Messages } from './format.ts';

export interface Account {
  readonly name: string;
  readonly actingFor?: string | undefined;
  /** At a counter, for `actingFor`. */
  readonly visit?: { readonly id: string; readonly until: string } | undefined;
  /** For whom the person may act, themselves aside; `value` is what the form of the choice sends. */
  readonly others: readonly {
    readonly value: string;
    readonly name: LocalText;
    readonly role: string;
    readonly current: boolean;
  }[];
  readonly duties: readonly string[];
  /** There are duties, and the second factor they need was not given. */
  readonly dutiesWait?: boolean | undefined;
  /** In the practice room. */
  readonly practises?: boolean | undefined;
}

export interface Country {
  readonly code: string;
  readonly name: LocalText;
  readonly currency: string;
  readonly timeZone: string;
}

export interface PageData {
  /** Below `src/areas`, such as `citizen/ServicePage`. */
  readonly component: string;
  readonly props: unknown;
  readonly language: Language;
  readonly theme: 'light' | 'dark' | 'auto';
  /** Path without query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly account?: Account | undefined;
  readonly country: Country;
  readonly circuit: string;
  readonly signInUrl: string;
  readonly form: {
    readonly key: string;
    readonly errors: readonly FieldError[];
    readonly values: Readonly<Record<string, string | string[]>>;
    /** What the form brought about, when it is shown instead of stored. */
    readonly result?: unknown;
  };
  /** Name of a message below `notice.` */
  readonly notice?: string | undefined;
  /** Only the messages that the page showed. */
  readonly messages: Messages;
  /** Numbers and dates as the server wrote them; grows while the page is rendered. */
  readonly formats: Record<string, string>;
}

export interface Rendered {
  html: string;
  title: string;
  /** The messages the page showed: all that its hydration needs. */
  messages: Messages;
}
