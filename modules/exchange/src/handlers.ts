// SPDX-License-Identifier: Apache-2.0
import { every } from '@stoa/kernel';
import { archiveMailbox } from './mailbox/sweep.ts';

export const handlers = [every('exchange.archive-mailbox', 60, archiveMailbox)];
