// SPDX-License-Identifier: Apache-2.0
/** Logged messages checked again, searched, and packed for outsiders. */
export { listMessages } from './checked-messages.ts';
export { exportEvidence } from './export.ts';
export { getMessage, searchMessages } from './message-search.ts';
