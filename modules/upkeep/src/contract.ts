// SPDX-License-Identifier: Apache-2.0
/** What upkeep promises: objects with the documents their stage asks for, attested once a year; bodies are reached. */
export * from './contract/attestations.ts';
export * from './contract/demo.ts';
export * from './contract/documents.ts';
