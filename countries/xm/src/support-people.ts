// SPDX-License-Identifier: Apache-2.0
/** Who answers what people report, at the operator of the platform. */
import { citizen } from './citizen.ts';
import type { Person } from './person.ts';

export const supportPeople = {
  /** First to read it. */
  helpdesk: citizen(109_310_490, 'Северная Степь, Аксу, проспект Республики, д. 48, кв. 7', {
    familyName: 'Ахметова',
    givenName: 'Динара',
    nameLatin: 'Dinara Akhmetova',
    birthOn: '1996-03-02',
    sex: 'female',
    regionCode: 'XM-01',
  }),
} as const satisfies Record<string, Person>;
