// SPDX-License-Identifier: Apache-2.0
/** What ict promises: the life of ICT services, from requirements to operation. */
export * from './contract/demo.ts';
export * from './contract/services.ts';
