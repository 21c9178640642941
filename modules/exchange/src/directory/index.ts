// SPDX-License-Identifier: Apache-2.0
/** What a hub must know for every message, in memory, and which hubs run. */
export { Directory, type KnownKey, type KnownType, refreshMs } from './directory.ts';
export { startHeartbeat } from './heartbeat.ts';
