// SPDX-License-Identifier: Apache-2.0
/** Every page of the portal. */
import type { PageDefinition } from '../server/page.ts';
import { apiPage } from './public/api.page.ts';
import { homePage } from './public/home.page.ts';
import { stylePage } from './shell/style.page.ts';

export const pages: readonly PageDefinition[] = [homePage, apiPage, stylePage];
