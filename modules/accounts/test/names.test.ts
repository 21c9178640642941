// SPDX-License-Identifier: Apache-2.0
/** Number and name as a clerk reads them off a document: yes or no, and nothing else. */
import { namedPeople } from '@stoa/country-xm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { nameFits } from '../src/names.ts';
import { accountsWorld } from './world.ts';

const { b, population, somebody } = await accountsWorld();
const counter = { kind: 'service', id: 'counter' } as const;
const { auditor } = namedPeople;
const asked = (name: string, number = auditor.snils) => b.call(contract.compareName, { number, name }, counter);

test('a name fits in either script and any order, with or without the middle name', async () => {
  for (const name of ['Петрова Елена', 'елена  ПЕТРОВА', 'Елена Сергеевна Петрова', 'Elena Petrova', 'Petrova, Elena'])
    expect([name, await asked(name)]).toEqual([name, { fits: true }]);
  b.clock.advance({ hours: 2 });
  for (const name of ['Елена', 'Петрова', 'Elena Petrov', 'Елена Ивановна Петрова', 'Елена Petrova'])
    expect([name, await asked(name)]).toEqual([name, { fits: false }]);
});

test('a number that nobody has answers as a wrong name does; after ten tries an hour is waited', async () => {
  const { facts } = somebody();
  expect(await asked('Somebody Else', facts.number)).toEqual({ fits: false });
  expect(await asked('Elena Petrova', '99999999901')).toEqual({ fits: false });
  for (let tries = 1; tries < 10; tries += 1) await asked('Somebody Else', facts.number);
  const more = asked(facts.familyName, facts.number);
  await expect(more).rejects.toMatchObject({ code: 'accounts.too-many-attempts' });
});

test('a number with a mistake, and a register that is away, are said', async () => {
  await expect(asked('Elena Petrova', '11223344500')).rejects.toMatchObject({ code: 'accounts.number-invalid' });
  population.away = true;
  b.clock.advance({ hours: 2 });
  await expect(asked('Elena Petrova')).rejects.toMatchObject({ code: 'accounts.register-away' });
  population.away = false;
});

test('nobody but the counter compares names', async () => {
  for (const who of [b.person({ duties: ['accounts.officer'] }), { kind: 'service', id: 'cases' } as const]) {
    const refused = b.call(contract.compareName, { number: auditor.snils, name: 'Elena Petrova' }, who);
    await expect(refused).rejects.toMatchObject({ kind: 'forbidden' });
  }
});

test('what was never said of a person does not fit, whatever is typed', () => {
  const names = { familyName: 'Омаров', givenName: 'Данияр', nameLatin: 'Daniyar Omarov' };
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (typed) => {
      const words = typed.toLowerCase().match(/\p{L}+/gu) ?? [];
      const known = words.every((word) => ['омаров', 'данияр', 'daniyar', 'omarov'].includes(word));
      return known || !nameFits(names, typed);
    }),
  );
});
