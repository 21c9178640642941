// SPDX-License-Identifier: Apache-2.0
/** Who works on the quality of services in the demo, each under a duty of its own. */
import { citizen } from './citizen.ts';
import type { Person } from './person.ts';

export const qualityPeople = {
  /** Publishes questionnaires at the Quality Agency. */
  methodologist: citizen(109_310_440, 'Северная Степь, Аксу, проспект Республики, д. 40, кв. 7', {
    familyName: 'Ержанова',
    givenName: 'Айгуль',
    middleName: 'Айдосовна',
    nameLatin: 'Aigul Yerzhanova',
    birthOn: '1983-05-14',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Watches over quality in the whole country. */
  federal: citizen(109_310_441, 'Северная Степь, Аксу, проспект Республики, д. 41, кв. 7', {
    familyName: 'Сулейменов',
    givenName: 'Нурлан',
    middleName: 'Кайратович',
    nameLatin: 'Nurlan Suleimenov',
    birthOn: '1976-10-03',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Watches over quality in the Northern Steppe. */
  regional: citizen(109_310_442, 'Северная Степь, Аксу, проспект Республики, д. 42, кв. 7', {
    familyName: 'Ткаченко',
    givenName: 'Марина',
    middleName: 'Олеговна',
    nameLatin: 'Maryna Tkachenko',
    birthOn: '1982-02-27',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Answers for quality at a clinic of the Northern Steppe. */
  clinic: citizen(109_310_443, 'Северная Степь, Аксу, проспект Республики, д. 43, кв. 7', {
    familyName: 'Байжанова',
    givenName: 'Гульнара',
    middleName: 'Сериковна',
    nameLatin: 'Gulnara Baizhanova',
    birthOn: '1979-07-19',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Reads comments before anybody else does. */
  moderator: citizen(109_310_444, 'Северная Степь, Аксу, проспект Республики, д. 44, кв. 7', {
    familyName: 'Громов',
    givenName: 'Павел',
    middleName: 'Андреевич',
    nameLatin: 'Pavel Gromov',
    birthOn: '1991-11-30',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Keeps the intake of rendered services going. */
  intake: citizen(109_310_445, 'Северная Степь, Аксу, проспект Республики, д. 45, кв. 7', {
    familyName: 'Исаев',
    givenName: 'Бауыржан',
    middleName: 'Маратович',
    nameLatin: 'Bauyrzhan Isayev',
    birthOn: '1988-01-12',
    sex: 'male',
    regionCode: 'XM-01',
  }),
} as const satisfies Record<string, Person>;
