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
} as const satisfies Record<string, Person>;
