// SPDX-License-Identifier: Apache-2.0
/** People whom the demo calls by name. Their numbers never change. */
import { citizen } from './citizen.ts';
import type { Person } from './person.ts';
import { officePeople } from './office-people.ts';
import { qualityPeople } from './quality-people.ts';
import { snils } from './snils.ts';
import { certificationPeople } from './certification-people.ts';
import { privacyPeople } from './privacy-people.ts';
import { treasuryPeople } from './treasury-people.ts';

const relative = (
  serial: number,
  { number, ...facts }: Pick<Person, 'givenName' | 'birthOn' | 'sex'> & { number: string },
): Person => ({
  snils: snils(serial),
  familyName: 'Sharma',
  ...facts,
  nameLatin: `${facts.givenName} Sharma`,
  citizenship: 'IND',
  address: 'Северная Степь, Аксу, улица Садовая, д. 3, кв. 21',
  regionCode: 'XM-01',
  foreigner: true,
  document: {
    type: 'passport',
    number,
    issuedOn: '2024-01-22',
    expiresOn: '2034-01-21',
    issuingCountry: 'IND',
  },
  residence: { basis: 'visa', validUntil: '2027-06-30' },
});

export const namedPeople = {
  /** Representative of Steppe Build LLP. */
  aigerim: citizen(112_233_445, 'Северная Степь, Аксу, улица Мира, д. 14, кв. 8', {
    familyName: 'Сейткали',
    givenName: 'Айгерим',
    nameLatin: 'Aigerim Seitkali',
    birthOn: '1988-03-21',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Her son, for whom she acts. */
  aigerimSon: citizen(112_233_456, 'Северная Степь, Аксу, улица Мира, д. 14, кв. 8', {
    familyName: 'Сейткали',
    givenName: 'Алихан',
    nameLatin: 'Alikhan Seitkali',
    birthOn: '2015-08-02',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Directs an accounting agency that serves other companies. */
  accountant: citizen(107_208_309, 'Северная Степь, Аксу, улица Садовая, д. 18, кв. 5', {
    familyName: 'Ким',
    givenName: 'Ольга',
    middleName: 'Викторовна',
    nameLatin: 'Olga Kim',
    birthOn: '1984-10-17',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Foreign worker with a SNILS. */
  worker: {
    snils: snils(145_678_901),
    familyName: 'Sharma',
    givenName: 'Rahul',
    nameLatin: 'Rahul Sharma',
    birthOn: '1992-11-05',
    sex: 'male',
    citizenship: 'IND',
    address: 'Северная Степь, Аксу, улица Садовая, д. 3, кв. 21',
    regionCode: 'XM-01',
    foreigner: true,
    document: {
      type: 'passport',
      number: 'Z4582917',
      issuedOn: '2021-08-16',
      expiresOn: '2031-08-15',
      issuingCountry: 'IND',
    },
    residence: { basis: 'temporary-residence', validUntil: '2028-03-31' },
  } as Person,
  /** The family of the foreign worker. */
  workerWife: relative(145_678_911, { givenName: 'Priya', birthOn: '1994-02-17', sex: 'female', number: 'Z4582921' }),
  workerDaughter: relative(145_678_922, {
    givenName: 'Anaya',
    birthOn: '2017-06-30',
    sex: 'female',
    number: 'Z4582922',
  }),
  workerSon: relative(145_678_933, { givenName: 'Arjun', birthOn: '2020-09-12', sex: 'male', number: 'Z4582923' }),
  /** Permit officer of the Northern Steppe. */
  officer: citizen(101_202_303, 'Северная Степь, Аксу, проспект Наурыз, д. 7, кв. 40', {
    familyName: 'Омаров',
    givenName: 'Данияр',
    nameLatin: 'Daniyar Omarov',
    birthOn: '1984-06-02',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Permit officer of the River Delta. */
  officer2: citizen(102_203_304, 'Речная Дельта, Верхняя Дельта, улица Речная, д. 11, кв. 2', {
    familyName: 'Абенова',
    givenName: 'Жанар',
    nameLatin: 'Zhanar Abenova',
    birthOn: '1990-09-17',
    sex: 'female',
    regionCode: 'XM-02',
  }),
  auditor: citizen(103_204_305, 'Северная Степь, Аксу, улица Школьная, д. 5, кв. 16', {
    familyName: 'Петрова',
    givenName: 'Елена',
    middleName: 'Сергеевна',
    nameLatin: 'Elena Petrova',
    birthOn: '1979-01-30',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  analyst: citizen(104_205_306, 'Побережье, Портовый, улица Мира, д. 22, кв. 9', {
    familyName: 'Нурлан',
    givenName: 'Самал',
    nameLatin: 'Samal Nurlan',
    birthOn: '1995-12-08',
    sex: 'female',
    regionCode: 'XM-03',
  }),
  operator: citizen(105_206_307, 'Северная Степь, Буркит, улица Садовая, д. 9, кв. 1', {
    familyName: 'Бондар',
    givenName: 'Тарас',
    middleName: 'Петрович',
    nameLatin: 'Taras Bondar',
    birthOn: '1986-05-24',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  engineer: citizen(106_207_308, 'Побережье, Маяк, улица Речная, д. 2, кв. 30', {
    familyName: 'Хаддад',
    givenName: 'Надя',
    nameLatin: 'Nadia Haddad',
    birthOn: '1991-07-13',
    sex: 'female',
    regionCode: 'XM-03',
  }),
  /** Works in the chancery of the Ministry of Labour. */
  clerk: citizen(109_310_411, 'Северная Степь, Аксу, проспект Республики, д. 11, кв. 7', {
    familyName: 'Акмаралова',
    givenName: 'Динара',
    middleName: 'Маратовна',
    nameLatin: 'Dinara Akmaralova',
    birthOn: '1990-04-11',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Leads the Ministry of Labour. */
  head: citizen(109_310_412, 'Северная Степь, Аксу, проспект Республики, д. 12, кв. 7', {
    familyName: 'Жумагулов',
    givenName: 'Ерлан',
    middleName: 'Серикович',
    nameLatin: 'Yerlan Zhumagulov',
    birthOn: '1971-09-02',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Carries out what the Ministry of Labour is asked. */
  executor: citizen(109_310_413, 'Северная Степь, Аксу, проспект Республики, д. 13, кв. 7', {
    familyName: 'Литвин',
    givenName: 'Анна',
    middleName: 'Петровна',
    nameLatin: 'Anna Litvin',
    birthOn: '1987-12-19',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Works in the chancery of the Ministry of the Interior. */
  clerk2: citizen(109_310_414, 'Северная Степь, Аксу, проспект Республики, д. 14, кв. 7', {
    familyName: 'Мельник',
    givenName: 'Оксана',
    middleName: 'Игоревна',
    nameLatin: 'Oksana Melnyk',
    birthOn: '1993-02-08',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Leads the Ministry of the Interior. */
  head2: citizen(109_310_415, 'Северная Степь, Аксу, проспект Республики, д. 15, кв. 7', {
    familyName: 'Рахимов',
    givenName: 'Тимур',
    middleName: 'Азатович',
    nameLatin: 'Timur Rakhimov',
    birthOn: '1969-06-30',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Stands beside the head of the Ministry of Labour and signs with them. */
  deputy: citizen(109_310_416, 'Северная Степь, Аксу, проспект Республики, д. 16, кв. 7', {
    familyName: 'Бекенова',
    givenName: 'Сауле',
    middleName: 'Ануаровна',
    nameLatin: 'Saule Bekenova',
    birthOn: '1978-03-21',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Keeps account of fees at the Ministry of Labour. */
  treasurer: citizen(109_310_471, 'Северная Степь, Аксу, проспект Республики, д. 71, кв. 7', {
    familyName: 'Сарсен',
    givenName: 'Галия',
    middleName: 'Маратовна',
    nameLatin: 'Galiya Sarsen',
    birthOn: '1982-05-27',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Decides what the other accountant asks for. */
  treasurer2: citizen(109_310_472, 'Северная Степь, Аксу, проспект Республики, д. 72, кв. 7', {
    familyName: 'Лис',
    givenName: 'Виктор',
    middleName: 'Олегович',
    nameLatin: 'Viktor Lys',
    birthOn: '1976-11-03',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Keeps the register of the architecture at the service integrator. */
  architect: citizen(109_310_417, 'Северная Степь, Аксу, проспект Республики, д. 17, кв. 7', {
    familyName: 'Сатпаев',
    givenName: 'Арман',
    middleName: 'Болатович',
    nameLatin: 'Arman Satpayev',
    birthOn: '1981-04-11',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Decides beside the architect: whoever asks does not decide. */
  architect2: citizen(109_310_418, 'Северная Степь, Аксу, проспект Республики, д. 18, кв. 7', {
    familyName: 'Коваль',
    givenName: 'Ирина',
    middleName: 'Павловна',
    nameLatin: 'Iryna Koval',
    birthOn: '1987-08-23',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Keeps the systems of the Ministry of Health. */
  owner: citizen(109_310_419, 'Северная Степь, Аксу, проспект Республики, д. 19, кв. 7', {
    familyName: 'Жакупова',
    givenName: 'Дана',
    middleName: 'Ерлановна',
    nameLatin: 'Dana Zhakupova',
    birthOn: '1985-01-16',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Examines dossiers at the service integrator. */
  examiner: citizen(109_310_430, 'Северная Степь, Аксу, проспект Республики, д. 30, кв. 7', {
    familyName: 'Искаков',
    givenName: 'Нурлан',
    middleName: 'Кайратович',
    nameLatin: 'Nurlan Iskakov',
    birthOn: '1983-05-17',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  /** Examines beside them: a conclusion needs two opinions. */
  examiner2: citizen(109_310_431, 'Северная Степь, Аксу, проспект Республики, д. 31, кв. 7', {
    familyName: 'Савчук',
    givenName: 'Леся',
    middleName: 'Андреевна',
    nameLatin: 'Lesya Savchuk',
    birthOn: '1989-10-02',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  /** Leads the examination and signs with an examiner. */
  chief: citizen(109_310_432, 'Северная Степь, Аксу, проспект Республики, д. 32, кв. 7', {
    familyName: 'Абдрахманова',
    givenName: 'Гульнара',
    middleName: 'Сериковна',
    nameLatin: 'Gulnara Abdrakhmanova',
    birthOn: '1974-02-26',
    sex: 'female',
    regionCode: 'XM-01',
  }),
  ...qualityPeople,
  /** Approves requirements of ICT services at the authorised body. */
  approver: citizen(109_310_425, 'Северная Степь, Аксу, проспект Республики, д. 25, кв. 7', {
    familyName: 'Нурланов',
    givenName: 'Тимур',
    middleName: 'Ерикович',
    nameLatin: 'Timur Nurlanov',
    birthOn: '1976-10-04',
    sex: 'male',
    regionCode: 'XM-01',
  }),
  ...treasuryPeople,
  ...privacyPeople,
  ...officePeople,
  ...certificationPeople,
} as const satisfies Record<string, Person>;
