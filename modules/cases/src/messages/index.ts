// SPDX-License-Identifier: Apache-2.0
/** Messages of a case on the exchange, and the connector they go by. */
export { connector } from './connector.ts';
export {
  findMessage,
  insertRequest,
  keepResponse,
  keepSyncMessage,
  markSent,
  type Message,
  messagesOf,
  packagesWaiting,
} from './store.ts';
