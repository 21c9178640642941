// SPDX-License-Identifier: Apache-2.0
/** Who leads an office whose officers decide on applications, and who answers at the operator of the platform. */
import { citizen } from './citizen.ts';
import type { Person } from './person.ts';
import { supportPeople } from './support-people.ts';

export const officePeople = {
  ...supportPeople,
  /** Shares work out, and looks at decisions with a second pair of eyes. */
  lead: citizen(109_310_491, 'Северная Степь, Аксу, улица Единства, д. 12, кв. 31', {
    familyName: 'Садыкова',
    givenName: 'Айша',
    nameLatin: 'Aisha Sadykova',
    birthOn: '1984-06-19',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Helps at the counter of the front office. */
  counter: citizen(109_310_492, 'Северная Степь, Аксу, улица Мира, д. 4, кв. 8', {
    familyName: 'Ахметов',
    givenName: 'Марат',
    nameLatin: 'Marat Akhmetov',
    birthOn: '1990-02-11',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** The same at another front office. */
  counter2: citizen(109_310_493, 'Северная Степь, Аксу, улица Мира, д. 6, кв. 2', {
    familyName: 'Нурланова',
    givenName: 'Дана',
    nameLatin: 'Dana Nurlanova',
    birthOn: '1993-09-30',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Leads the front office. */
  'counter-head': citizen(109_310_494, 'Северная Степь, Аксу, улица Мира, д. 9, кв. 17', {
    familyName: 'Оспанова',
    givenName: 'Гульнара',
    nameLatin: 'Gulnara Ospanova',
    birthOn: '1979-12-05',
    sex: 'female',
    regionCode: 'XM-01',
  }),
} as const satisfies Record<string, Person>;
