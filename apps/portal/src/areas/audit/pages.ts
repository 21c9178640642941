// SPDX-License-Identifier: Apache-2.0
/** Pages of an auditor. */
import type { PageDefinition } from '../../server/page.ts';
import { actsPage, samplePage } from './acts.page.ts';
import { auditPage, evidencePage } from './audit.page.ts';

export const auditPages: readonly PageDefinition[] = [auditPage, actsPage, samplePage, evidencePage];
