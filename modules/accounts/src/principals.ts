// SPDX-License-Identifier: Apache-2.0
import { refuse, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';

export type Person = Extract<Principal, { kind: 'person' }>;

export function asPerson({ principal }: Pick<Tx, 'principal'>): Person {
  return principal.kind === 'person'
    ? principal
    : refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
}
