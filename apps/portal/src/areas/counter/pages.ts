// SPDX-License-Identifier: Apache-2.0
/** Pages of the counter. */
import type { PageDefinition } from '../../server/page.ts';
import { counterPage } from './counter.page.ts';
import { dayPage } from './day.page.ts';
import { visitPage } from './visit.page.ts';

export const counterPages: readonly PageDefinition[] = [counterPage, dayPage, visitPage];
