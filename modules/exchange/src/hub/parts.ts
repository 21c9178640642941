// SPDX-License-Identifier: Apache-2.0
import type { Authority } from '../certificates/index.ts';
import type { DeliveryParts } from '../events/index.ts';
import type { MailboxParts } from '../mailbox/index.ts';
import type { Meters } from '../rights/index.ts';
import type { OperationalLog } from '../statistics/index.ts';
import type { Breakers } from './breakers.ts';

/** What a running hub consists of; each endpoint asks for those it needs. */
export interface HubParts extends MailboxParts, DeliveryParts {
  readonly meters: Meters;
  readonly breakers: Breakers;
  readonly operational: OperationalLog;
  readonly authority: Authority;
}
