// SPDX-License-Identifier: Apache-2.0
import type { Priority, TicketState } from '@stoa/support/contract';

const states = { new: 'info', taken: 'info', waiting: 'warn', solved: 'good', closed: 'plain' } as const;
export const lookOfState = (state: TicketState) => states[state];
const ranks = { low: 'plain', normal: 'plain', high: 'warn', urgent: 'bad' } as const;
export const lookOfPriority = (priority: Priority) => ranks[priority];
