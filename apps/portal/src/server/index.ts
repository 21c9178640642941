// SPDX-License-Identifier: Apache-2.0
export { ensureBuilt } from './build.ts';
export type { Call, PortalOptions } from './options.ts';
export { portal } from './portal.ts';
export { sentencesIn } from './locale.ts';
