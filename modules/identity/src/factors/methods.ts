// SPDX-License-Identifier: Apache-2.0
/** Ways to prove who one is, and what they are worth together (decision 27). */
import type { SignInMethod } from '../contract.ts';

const inPossession: readonly SignInMethod[] = ['pop', 'otp', 'recovery'];

/** Level 1 to 3 by factors alone. A passkey is two factors by itself: the device, and who unlocks it. */
export const levelOf = (methods: readonly SignInMethod[]): number =>
  methods.includes('pop') ? 3 : methods.includes('pwd') && methods.length > 1 ? 2 : 1;

/** Duties need a second factor that somebody holds; mail can be read by whoever has the password of the mailbox. */
export const entitles = (methods: readonly SignInMethod[]): boolean =>
  levelOf(methods) > 1 && methods.some((one) => inPossession.includes(one));

/** As clients are told (RFC 8176). */
export const amrOf = (methods: readonly SignInMethod[]): string[] => [
  ...methods,
  ...(levelOf(methods) > 1 ? ['mfa'] : []),
];
export const methodsOf = (amr: readonly string[] = []): SignInMethod[] =>
  amr.filter((one): one is SignInMethod => one !== 'mfa');
