// SPDX-License-Identifier: Apache-2.0
/** Pages of certification. */
import type { PageDefinition } from '../../server/page.ts';
import { candidatePage, candidatesPage, reportPage } from './candidates.page.ts';
import { articlesPage, releasesPage } from './releases.page.ts';
import { certificatePage, certificatesPage, regulationPage } from './public.page.ts';

export const certificationPages: readonly PageDefinition[] = [
  certificatesPage,
  regulationPage,
  certificatePage,
  candidatesPage,
  candidatePage,
  reportPage,
  releasesPage,
  articlesPage,
];
