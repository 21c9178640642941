// SPDX-License-Identifier: Apache-2.0
import type { Delivery } from '@stoa/correspondence/contract';

/** How a state of a copy looks. */
export const deliveryKinds: Partial<Record<Delivery['state'], 'good' | 'warn' | 'bad' | 'info'>> = {
  ...{ queued: 'warn', sent: 'info', delivered: 'info', registered: 'good', 'in-execution': 'good', executed: 'good' },
  ...{ handed: 'good', printed: 'good', refused: 'bad', recalled: 'bad' },
};
