// SPDX-License-Identifier: Apache-2.0
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import identity from '../src/index.ts';

const b = await bench(identity);
const system = { kind: 'system' } as const;

test('numbers whose check digits do not match and names with hidden characters are refused at entry', async () => {
  const person = {
    snils: '11223344595',
    name: 'Ann',
    email: 'ann@example.org',
    login: 'ann',
  };
  const put = (changes: Partial<typeof person>) => b.call(contract.registerPerson, { ...person, ...changes }, system);
  await expect(put({ snils: '11223344596' })).rejects.toMatchObject({ code: 'identity.snils-invalid' });
  await expect(put({ name: 'Ann\u202ennA' })).rejects.toMatchObject({
    kind: 'invalid',
    errors: [{ pointer: '/name', message: expect.stringContaining('U+202E') }],
  });
  await expect(put({ email: 'анна@example.org' })).rejects.toMatchObject({ errors: [{ pointer: '/email' }] });
});

test('an e-mail with a domain in another script is kept as mail systems know it and shown as it was typed', async () => {
  const { id } = await b.call(
    contract.registerPerson,
    { snils: '14567890105', name: 'Idn', email: 'idn@почта.рф', login: 'idn' },
    system,
  );
  expect(await b.sql('select email from person where id = $1', [id])).toEqual([{ email: 'idn@xn--80a1acny.xn--p1ai' }]);
  expect((await b.call(contract.getProfile, {}, b.person({ id }))).email).toBe('idn@почта.рф');
});
