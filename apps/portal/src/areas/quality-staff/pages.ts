// SPDX-License-Identifier: Apache-2.0
/** Pages of those who work on the quality of services. */
import type { PageDefinition } from '../../server/page.ts';
import { answersPage } from './answers.page.ts';
import { cardPage, cardsPage, paperPage } from './cards.page.ts';
import { commentsPage } from './comments.page.ts';
import { coveragePage } from './coverage.page.ts';
import { workPage } from './overview.page.ts';
import { questionnairePage, questionnairesPage } from './questionnaires.page.ts';
import { sourcesPage } from './sources.page.ts';

export const qualityStaffPages: readonly PageDefinition[] = [
  workPage,
  cardsPage,
  cardPage,
  paperPage,
  sourcesPage,
  coveragePage,
  commentsPage,
  questionnairesPage,
  questionnairePage,
  answersPage,
];
