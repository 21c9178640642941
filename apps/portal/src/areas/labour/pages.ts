// SPDX-License-Identifier: Apache-2.0
/** The labour market in figures, and the data behind them. */
import type { PageDefinition } from '../../server/page.ts';
import { labourDataPage } from './data.page.ts';
import { labourPage } from './labour.page.ts';

export const labourPages: readonly PageDefinition[] = [labourPage, labourDataPage];
