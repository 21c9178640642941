// SPDX-License-Identifier: Apache-2.0
import { definePage } from '../../server/page.ts';

export const stylePage = definePage({ path: '/style', component: 'shell/StylePage', load: () => ({}) });
