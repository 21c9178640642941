// SPDX-License-Identifier: Apache-2.0
import { again, definePage, type PropsOf } from '../../server/page.ts';

const regions = 'AE AM AR AT AZ BD BR BY CA CH CN CZ DE EG ES FR GB GE GR IN IT JP KG KR KZ MD PK PL TJ TM TR UA UZ VN';

export const stylePage = definePage({
  path: '/style',
  component: 'shell/StylePage',
  load: ({ language }) => {
    const names = new Intl.DisplayNames([language], { type: 'region' });
    return { countries: regions.split(' ').map((value) => ({ value, text: names.of(value) ?? value })) };
  },
  // Nothing is sent from here; a search step comes back with what it found.
  act: () => again([]),
});
export type StyleProps = PropsOf<typeof stylePage>;
