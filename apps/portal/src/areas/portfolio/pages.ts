// SPDX-License-Identifier: Apache-2.0
/** Pages of what runs out, its renewal, and many applications from one file. */
import type { PageDefinition } from '../../server/page.ts';
import { batchesPage, batchPage } from './batches.page.ts';
import { expiringPage, renewalPage } from './expiring.page.ts';

export const portfolioPages: readonly PageDefinition[] = [expiringPage, renewalPage, batchesPage, batchPage];
