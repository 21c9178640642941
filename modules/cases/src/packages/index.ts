// SPDX-License-Identifier: Apache-2.0
/** Service packages as cases use them: the pinned version. */
export { newestPackage, pinnedPackage } from './packages.ts';
