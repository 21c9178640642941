// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { ministry, startWorld } from './world.ts';

const { b, official, newKey, certify, signAs } = await startWorld({ STOA_TSA_URL: '', STOA_SIGNING_SERVICE_URL: '' });

test('where no stamping authority is set a signature says so by its level', async () => {
  const person = official('Aliya Omarova');
  const key = newKey();
  const { id } = await certify(person, key);
  expect((await signAs(person, key, id)).level).toBe('B-B');
});

test('where no signing service is set nobody gets a key there', async () => {
  const person = official('Dina');
  expect((await b.call(contract.listOwnCertificates, {}, person)).remote).toBe(false);
  await expect(
    b.call(contract.issueCertificate, { organisationId: ministry, custody: 'remote', code: '1' }, person),
  ).rejects.toMatchObject({ kind: 'unavailable', code: 'signing.service-none' });
});
