// SPDX-License-Identifier: Apache-2.0
/** Who answers for people's data at the Ministry of Digital Development. */
import { citizen } from './citizen.ts';
import type { Person } from './person.ts';

export const privacyPeople = {
  /** Drafts for what data are read, in words that people understand. */
  steward: citizen(109_310_475, 'Северная Степь, Аксу, проспект Республики, д. 33, кв. 7', {
    familyName: 'Касымова',
    givenName: 'Мадина',
    middleName: 'Ержановна',
    nameLatin: 'Madina Kasymova',
    birthOn: '1990-06-11',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Publishes what was drafted, and watches what is erased when. */
  privacy: citizen(109_310_476, 'Северная Степь, Аксу, проспект Республики, д. 34, кв. 7', {
    familyName: 'Литвиненко',
    givenName: 'Остап',
    middleName: 'Ильич',
    nameLatin: 'Ostap Lytvynenko',
    birthOn: '1979-12-01',
    sex: 'male',
    regionCode: 'XM-01',
  }),
} as const satisfies Record<string, Person>;
