// SPDX-License-Identifier: Apache-2.0
/** Pages of the country's regions. */
import type { PageDefinition } from '../../server/page.ts';
import { regionPage, regionsPage } from './regions.page.ts';

export const regionsPages: readonly PageDefinition[] = [regionsPage, regionPage];
