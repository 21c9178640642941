// SPDX-License-Identifier: Apache-2.0
import { again, definePage } from '../../server/page.ts';

export const stylePage = definePage({
  path: '/style',
  component: 'shell/StylePage',
  load: () => ({}),
  // Nothing is sent from here; a search step comes back with what it found.
  act: () => again([]),
});
