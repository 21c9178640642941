// SPDX-License-Identifier: Apache-2.0
/** People of the treasury whom the demo calls by name. */
import { citizen } from './citizen.ts';
import type { Person } from './person.ts';

export const treasuryPeople = {
  /** Keeps the books of the treasury and prepares what is paid out. */
  bookkeeper: citizen(109_310_473, 'Северная Степь, Аксу, проспект Республики, д. 31, кв. 7', {
    familyName: 'Ахметова',
    givenName: 'Алия',
    middleName: 'Нурлановна',
    nameLatin: 'Aliya Akhmetova',
    birthOn: '1989-03-15',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Lets money go and closes the days. */
  'chief-accountant': citizen(109_310_474, 'Северная Степь, Аксу, проспект Республики, д. 32, кв. 7', {
    familyName: 'Чен',
    givenName: 'Борис',
    middleName: 'Андреевич',
    nameLatin: 'Boris Chen',
    birthOn: '1971-11-08',
    sex: 'male',
    regionCode: 'XM-01',
  }),
} as const satisfies Record<string, Person>;
