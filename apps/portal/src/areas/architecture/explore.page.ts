// SPDX-License-Identifier: Apache-2.0
/** What hangs together with an element, to be moved about: the page lays it out in a worker, the table beside says the same. */
import { definePage } from '../../server/page.ts';
import { impactPage } from './pictures.page.ts';

export const explorePage = definePage({
  path: '/architecture/elements/:id/explore',
  component: 'architecture/ExplorePage',
  load: impactPage.load,
});
