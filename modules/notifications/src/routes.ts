// SPDX-License-Identifier: Apache-2.0
import { handle } from '@stoa/kernel';
import * as contract from './contract.ts';
import { listInbox, markRead, notify } from './inbox.ts';

export const routes = [
  handle(contract.notify, notify),
  handle(contract.listInbox, listInbox),
  handle(contract.markRead, (tx, { id }) => markRead(tx, id)),
];
