// SPDX-License-Identifier: Apache-2.0
/**
 * What signing promises: certificates of persons and institutions, signatures over sets of files, their verification.
 * A container is packed by whoever has the files: `packContainer` of `@stoa/kernel/asic` takes them and the `xml` of
 * each signature.
 */
export * from './contract/certificates.ts';
export * from './contract/papers.ts';
export * from './contract/signatures.ts';
export * from './contract/verification.ts';
