// SPDX-License-Identifier: Apache-2.0
/** The keys of the office: what each does. */
import { definePage } from '../../server/page.ts';

export const keysPage = definePage({
  path: '/office/keys',
  signIn: true,
  component: 'office/KeysPage',
  load: () => ({}),
});
