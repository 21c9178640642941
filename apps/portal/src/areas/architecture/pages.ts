// SPDX-License-Identifier: Apache-2.0
/** Pages of the register of the architecture. */
import type { PageDefinition } from '../../server/page.ts';
import { explorePage } from './explore.page.ts';
import { findingsPage } from './findings.page.ts';
import { changeElementPage, newElementPage } from './form.page.ts';
import {
  costsPage,
  impactPage,
  landscapePage,
  loadsPage,
  quadrantsPage,
  radarPage,
  roadmapPage,
  supportPage,
} from './pictures.page.ts';
import { elementPage } from './element.page.ts';
import { modelPage, modelsPage } from './models.page.ts';
import { architecturePage, elementsPage, registerChangesPage } from './register.page.ts';

export const architecturePages: readonly PageDefinition[] = [
  explorePage,
  findingsPage,
  changeElementPage,
  newElementPage,
  costsPage,
  impactPage,
  landscapePage,
  loadsPage,
  quadrantsPage,
  radarPage,
  roadmapPage,
  supportPage,
  elementPage,
  modelPage,
  modelsPage,
  architecturePage,
  elementsPage,
  registerChangesPage,
];
