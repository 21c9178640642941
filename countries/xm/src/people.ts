// SPDX-License-Identifier: Apache-2.0
/** People in Meridia's population register: those with a name in the demo first, then the generated ones. */
import { foreignNames, citizenNames } from './names.ts';
import { namedPeople } from './named-people.ts';
import type { Person } from './person.ts';
import { Draw } from './random.ts';
import { snils } from './snils.ts';
import { districts, territory } from './territories.ts';
import { transliterate } from './transliteration.ts';

const citizenCount = 270;
const foreignerCount = 80;
/** Last day of the generated world: nothing in it happened later. */
const worldOn = '2026-06-30';

let generated: readonly Person[] | undefined;
let bySnils: ReadonlyMap<string, Person> | undefined;

/** Everybody in the register; the same list on every run. Made on first use. */
export function people(): readonly Person[] {
  generated ??= generate();
  return generated;
}

/** The person with that SNILS (11 digits); undefined when the register has nobody. */
export function personBySnils(number: string): Person | undefined {
  bySnils ??= new Map(people().map((person) => [person.snils, person]));
  return bySnils.get(number);
}

function generate(): readonly Person[] {
  const draw = new Draw(20_260_101);
  const everyone: Person[] = Object.values(namedPeople);
  for (let index = 0; index < citizenCount; index += 1) everyone.push(citizen(draw, index));
  for (let index = 0; index < foreignerCount; index += 1) everyone.push(foreigner(draw, index));
  return everyone;
}

function citizen(draw: Draw, index: number): Person {
  const names = draw.from(citizenNames);
  const female = draw.chance(0.5);
  const family = draw.from(names.family)[female ? 1 : 0];
  const given = draw.from(female ? names.female : names.male);
  const patronymic = names.patronymics && draw.from(names.patronymics)[female ? 1 : 0];
  const birthOn = draw.date(1950, 2007);
  return {
    snils: snils(20_000_000 + index * 1_013 + draw.whole(0, 900)),
    familyName: family,
    givenName: given,
    ...(patronymic && { middleName: patronymic }),
    nameLatin: transliterate(`${given} ${family}`),
    birthOn,
    sex: female ? 'female' : 'male',
    citizenship: 'XME',
    ...residenceAddress(draw),
    foreigner: false,
    document: {
      type: 'national-id',
      number: `N${String(draw.whole(0, 9_999_999)).padStart(8, '0')}`,
      ...validity(draw, 2017, 10),
      issuingCountry: 'XME',
    },
  };
}

function foreigner(draw: Draw, index: number): Person {
  const names = foreignNames[index % foreignNames.length] ?? draw.from(foreignNames);
  const female = draw.chance(0.35);
  const family = draw.from(names.family);
  const given = draw.from(female ? names.female : names.male);
  return {
    snils: snils(60_000_000 + index * 1_013 + draw.whole(0, 900)),
    familyName: family,
    givenName: given,
    nameLatin: `${given} ${family}`,
    birthOn: draw.date(1965, 2004),
    sex: female ? 'female' : 'male',
    citizenship: names.citizenship,
    ...residenceAddress(draw),
    foreigner: true,
    document: {
      type: 'passport',
      number: `${names.citizenship.slice(0, 1)}${draw.whole(1_000_000, 9_999_999)}`,
      ...validity(draw, 2018, 10),
      issuingCountry: names.citizenship,
    },
    residence: {
      basis: draw.from(['temporary-residence', 'permanent-residence', 'visa'] as const),
      validUntil: draw.date(2027, 2029),
    },
  };
}

function residenceAddress(draw: Draw): Pick<Person, 'address' | 'regionCode'> {
  const district = draw.from(districts);
  const regionCode = district.partOf ?? 'XM-01';
  const street = draw.from(['улица Мира', 'улица Садовая', 'проспект Наурыз', 'улица Речная', 'улица Школьная']);
  const region = territory(regionCode)?.name.ru;
  const address = `${region}, ${district.name.ru}, ${street}, д. ${draw.whole(1, 120)}, кв. ${draw.whole(1, 90)}`;
  return { address, regionCode };
}

function validity(draw: Draw, firstYear: number, years: number) {
  const drawn = draw.date(firstYear, 2026);
  const issuedOn = drawn > worldOn ? worldOn : drawn;
  return { issuedOn, expiresOn: `${Number(issuedOn.slice(0, 4)) + years}${issuedOn.slice(4)}` };
}
