// SPDX-License-Identifier: Apache-2.0
/** What integrator promises: inventories, maturity, templates, bodies' architectures, recommendations. */
export * from './contract/bodies.ts';
export * from './contract/campaigns.ts';
export * from './contract/demo.ts';
export * from './contract/inventory.ts';
export * from './contract/maturity.ts';
export * from './contract/projects.ts';
export * from './contract/words.ts';
