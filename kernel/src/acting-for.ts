// SPDX-License-Identifier: Apache-2.0
import type { Act } from './contract.ts';

/** On whose behalf somebody acts. */
export interface ActingFor {
  readonly kind: 'organisation' | 'person';
  /** Of an organisation, or the personKey of a person. */
  readonly id: string;
  readonly name: string;
  /** By what, such as `director`. */
  readonly role?: string | undefined;
  /** Any of them suffices; without limits everything may be done. */
  readonly limits?:
    | readonly { readonly services?: readonly string[] | undefined; readonly acts?: readonly Act[] | undefined }[]
    | undefined;
  /** At a counter, for minutes: nothing is done for the person and nothing seen of them but what is begun in it. */
  readonly visit?: Visit | undefined;
}

export interface Visit {
  readonly id: string;
  /** The front office. */
  readonly officeId: string;
  readonly officeName: string;
  readonly until: string;
  /** Names of operations, and permissions of other routes, that stand open; every other one that is not public is shut. */
  readonly open: readonly string[];
}
