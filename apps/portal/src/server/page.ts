// SPDX-License-Identifier: Apache-2.0
/** How a page is declared: what it loads, what its form does, which component shows it. Runs in Node, knows no Vue. */
import type { InputOf, Language, LocalText, Operation, OutputOf, Principal } from '@stoa/kernel/contract';
import type { FormFile } from './form-body.ts';

/** `{ id: string }` of `/services/:id`. */
type Params<Path extends string> = Path extends `${infer Head}/${infer Rest}`
  ? Params<Head> & Params<Rest>
  : Path extends `:${infer Name}`
    ? { [K in Name]: string }
    : unknown;

export interface PageContext<Path extends string = string> {
  readonly params: Params<Path> & Record<string, string>;
  readonly query: Record<string, string>;
  /** Path with query, as asked for. */
  readonly url: string;
  readonly language: Language;
  readonly principal: Principal;
  /** Calls a module's operation as the person who is looking at the page. */
  call<Op extends Operation>(operation: Op, input: InputOf<Op>): Promise<OutputOf<Op>>;
  /** The text in the language of the page. */
  text(text: LocalText): string;
  /** Address of the platform as the world sees it, without a slash at the end. */
  readonly publicUrl: string;
  readonly circuit: string;
  /** Names of the modules of this circuit. */
  readonly modules: readonly string[];
  /** Those of them that erase by age. */
  readonly retaining: readonly string[];
  /** Reads a public document of the platform itself, such as `/api/openapi.json`. */
  readDocument(path: string): Promise<unknown>;
  /** Headers and cookies of the request, for pages that continue another protocol's interaction. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface Form {
  /** Made when the form was rendered. */
  readonly key: string;
  /** The key together with what was sent: the same sending never acts twice, another one acts. Empty without a key. */
  readonly sending: string;
  /** First value of a field, trimmed; empty when it was not sent. */
  get(name: string): string;
  all(name: string): string[];
  readonly names: readonly string[];
  /** Names of what choices of many were looked up by. */
  readonly searches: readonly string[];
  readonly files: Readonly<Record<string, FormFile>>;
}

/** `code` is a key of messages below `error.`; `message` is shown when there is none. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message?: string | undefined;
  readonly params?: Readonly<Record<string, string | number>> | undefined;
}

export type Outcome =
  | { readonly kind: 'redirect'; readonly to: string; readonly setCookies: readonly string[] }
  | {
      readonly kind: 'again';
      readonly errors: readonly FieldError[];
      readonly values: Record<string, string | string[]>;
      readonly result: unknown;
      readonly setCookies: readonly string[];
    };

/** Answers a form with 303. `notice` names a message below `notice.` that the next page shows. */
export function redirect(to: string, options: { notice?: string; setCookies?: string[] } = {}): Outcome {
  const joined = options.notice ? `${to}${to.includes('?') ? '&' : '?'}notice=${options.notice}` : to;
  return { kind: 'redirect', to: joined, setCookies: options.setCookies ?? [] };
}

/**
 * Shows the page again: with an error summary and what the person typed, or with a `result` that is nowhere stored.
 */
export const again = (
  errors: readonly FieldError[],
  options: { values?: Record<string, string | string[]>; result?: unknown; setCookies?: string[] } = {},
): Outcome => ({
  kind: 'again',
  errors,
  values: options.values ?? {},
  result: options.result,
  setCookies: options.setCookies ?? [],
});

/** Thrown by `load` when the person belongs elsewhere. */
export class Elsewhere extends Error {
  readonly to: string;
  constructor(to: string) {
    super(`see ${to}`);
    this.to = to;
  }
}

export interface PageDefinition<Path extends string = string, Props = unknown> {
  readonly path: Path;
  /** Sign-in is asked before the page loads. Pages with a `duty` ask it too. */
  readonly signIn?: boolean;
  /** Any of these duties opens the page; the operations still decide what may be read. */
  readonly duty?: string | readonly string[];
  /** Its form does the same for whomever one acts: as the one that says for whom. */
  readonly anySide?: true;
  /** Requests a minute from one network address, where the address itself is the secret. */
  readonly limit?: number;
  /** Below `src/areas`, without the ending: `citizen/ServicePage`. */
  readonly component: string;
  /** The browser is told to let no script of this page connect anywhere: what a person opens in it stays there. */
  readonly connectsNowhere?: boolean;
  load(context: PageContext<Path>): Promise<Props> | Props;
  act?(context: PageContext<Path>, form: Form): Promise<Outcome> | Outcome;
}

export const definePage = <const Path extends string, Props>(
  page: PageDefinition<Path, Props>,
): PageDefinition<Path, Props> => page;

/** What a page's component receives. */
export type PropsOf<P> = P extends PageDefinition<string, infer Props> ? Awaited<Props> : never;
