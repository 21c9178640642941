// SPDX-License-Identifier: Apache-2.0
/** What everybody may know of how a service goes. */
export { listEnded } from './ended.ts';
export { figuresOf } from './figures.ts';
