// SPDX-License-Identifier: Apache-2.0
export const consumerId = 'XM/GOV/1001/LABOUR';
export const providerId = 'XM/GOV/1003/POPULATION';
export const serviceCode = 'persons';
/** The same system behind a service that takes messages with a signature of their own only. */
export const immediateCode = 'persons-signed';
/** A provider in trouble, and the services that have one each; `well` has none. */
export const sickId = 'XM/GOV/1004/DIPLOMAS';
export const troubles = ['hang', 'trickle', 'reset', 'rubbish'] as const;
export const informationType = 'urn:xm:bench:check:1.0#Request';
/** The same, sent and taken many at once. */
export const batchedType = 'urn:xm:bench:batched:1.0#Request';
export const batchSize = 50;
