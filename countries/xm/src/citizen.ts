// SPDX-License-Identifier: Apache-2.0
/** A citizen of Meridia whom the demo calls by name. */
import type { Person } from './person.ts';
import { snils } from './snils.ts';

type Citizen = Pick<Person, 'familyName' | 'givenName' | 'middleName' | 'nameLatin' | 'birthOn' | 'sex' | 'regionCode'>;

export const citizen = (serial: number, address: string, facts: Citizen): Person => ({
  snils: snils(serial),
  ...facts,
  citizenship: 'XME',
  address,
  foreigner: false,
  document: {
    type: 'national-id',
    number: `N${String(serial).slice(-8)}`,
    issuedOn: '2022-04-12',
    expiresOn: '2032-04-12',
    issuingCountry: 'XME',
  },
});
