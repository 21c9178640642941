// SPDX-License-Identifier: Apache-2.0
/** Pages of the examination. */
import type { PageDefinition } from '../../server/page.ts';
import { dossierPage } from './dossier.page.ts';
import { changeDossierPage, newDossierPage } from './new.page.ts';
import { checksPage, examinersPage } from './people.page.ts';
import { examinationPage } from './queue.page.ts';

export const examinationPages: readonly PageDefinition[] = [
  examinationPage,
  newDossierPage,
  examinersPage,
  checksPage,
  dossierPage,
  changeDossierPage,
];
