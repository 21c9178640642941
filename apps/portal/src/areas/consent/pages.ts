// SPDX-License-Identifier: Apache-2.0
/** Pages of people's data: their own, those of who keeps the purposes, and of offices that correct their registers. */
import type { PageDefinition } from '../../server/page.ts';
import { consentPage, dataPage } from '../cabinet/data.page.ts';
import { correctionPage, correctionsPage, newCorrectionPage } from '../cabinet/corrections.page.ts';
import { deskCorrectionPage, deskCorrectionsPage } from './corrections.page.ts';
import { publicPurposesPage, purposePage, purposesPage } from './purposes.page.ts';
import { retentionPage } from './retention.page.ts';

export const consentPages: readonly PageDefinition[] = [
  publicPurposesPage,
  dataPage,
  consentPage,
  correctionsPage,
  newCorrectionPage,
  correctionPage,
  purposesPage,
  purposePage,
  deskCorrectionsPage,
  deskCorrectionPage,
  retentionPage,
];
