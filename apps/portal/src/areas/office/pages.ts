// SPDX-License-Identifier: Apache-2.0
/** Pages of the office. */
import type { PageDefinition } from '../../server/page.ts';
import { boardPage } from './board.page.ts';
import { officeCasePage } from './case.page.ts';
import { keysPage } from './keys.page.ts';
import { queuePage } from './queue.page.ts';
import { reviewsPage } from './reviews.page.ts';
import { taskPage } from './task.page.ts';
import { viewsPage } from './views.page.ts';

export const officePages: readonly PageDefinition[] = [
  queuePage,
  taskPage,
  officeCasePage,
  reviewsPage,
  boardPage,
  viewsPage,
  keysPage,
];
