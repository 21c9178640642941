// SPDX-License-Identifier: Apache-2.0
/** The listener, who sends, sync calls and their answers. */
export { type Hub, startHub } from './hub.ts';
