// SPDX-License-Identifier: Apache-2.0
export type { Call, PortalOptions } from './options.ts';
export { portal } from './portal.ts';
export { sentencesIn } from './locale.ts';
