// SPDX-License-Identifier: Apache-2.0
export { ensureBuilt } from './build.ts';
export { type Call, type PortalOptions, portal } from './portal.ts';
