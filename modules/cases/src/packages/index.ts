// SPDX-License-Identifier: Apache-2.0
/** Service packages as cases use them: the pinned version, and the expressions in it. */
export { isAsked, knownValueOf, says, valueOf } from './expressions.ts';
export { newestPackage, pinnedPackage } from './packages.ts';
