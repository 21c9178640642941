// SPDX-License-Identifier: Apache-2.0
/** What certification promises. */
export * from './contract/candidates.ts';
export * from './contract/certificates.ts';
export * from './contract/demo.ts';
export * from './contract/regulation.ts';
export * from './contract/releases.ts';
