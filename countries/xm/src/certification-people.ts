// SPDX-License-Identifier: Apache-2.0
/** Who certifies public services at the Ministry of Digital Development, who answers for the law, and who owns a service. */
import { citizen } from './citizen.ts';
import type { Person } from './person.ts';

export const certificationPeople = {
  certifier: citizen(109_310_477, 'Северная Степь, Аксу, проспект Республики, д. 35, кв. 7', {
    familyName: 'Оспанова',
    givenName: 'Динара',
    middleName: 'Серикевна',
    nameLatin: 'Dinara Ospanova',
    birthOn: '1984-03-19',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  lawyer: citizen(109_310_478, 'Северная Степь, Аксу, проспект Республики, д. 36, кв. 7', {
    familyName: 'Мельник',
    givenName: 'Тарас',
    middleName: 'Петрович',
    nameLatin: 'Taras Melnyk',
    birthOn: '1976-09-02',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  designer: citizen(109_310_479, 'Северная Степь, Аксу, проспект Республики, д. 37, кв. 7', {
    familyName: 'Соколова',
    givenName: 'Вера',
    middleName: 'Андреевна',
    nameLatin: 'Vera Sokolova',
    birthOn: '1991-01-27',
    sex: 'female',
    regionCode: 'XM-01',
  }),
} as const satisfies Record<string, Person>;
