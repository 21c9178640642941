// SPDX-License-Identifier: Apache-2.0
/** Pages of contracts between two sides. */
import type { PageDefinition } from '../../server/page.ts';
import { contractPage, contractsPage, counterPage } from './contracts.page.ts';

export const agreementPages: readonly PageDefinition[] = [contractsPage, contractPage, counterPage];
