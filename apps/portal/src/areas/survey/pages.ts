// SPDX-License-Identifier: Apache-2.0
/** Pages of whoever answers a survey. */
import type { PageDefinition } from '../../server/page.ts';
import { kioskPage, receiptPage, shortSurveyPage, surveyPage } from './survey.page.ts';

export const surveyPages: readonly PageDefinition[] = [kioskPage, surveyPage, shortSurveyPage, receiptPage];
