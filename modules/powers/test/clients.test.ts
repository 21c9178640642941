// SPDX-License-Identifier: Apache-2.0
/** Agencies with clients, software with keys, powers on paper. */
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { acting, agency, aigerim, b, director, heldBy, inn, keyOf, numbers, told, worker } from './world.ts';
import { tellOfOlderSoftware } from '../src/telling.ts';

const refusedWith = (code: string) => expect.objectContaining({ code });
const head = acting(worker, agency);
const narrow = { services: ['work-permit'], acts: ['apply' as const] };
const taker = { kind: 'organisation' as const, id: agency };
const staff = { number: numbers.child, name: 'Anaya Sharma' };
const employee = b.person({ name: 'Anaya Sharma', snils: numbers.child });

test("an agency's own people serve a client within what it lets the agency do, until it withdraws", async () => {
  const { id } = await b.call(contract.draftPower, { taker, role: 'accountant', further: false, ...narrow }, director);
  await b.call(contract.offerPower, { id }, director);
  await expect(b.call(contract.assignClient, { id, ...staff }, head)).rejects.toEqual(
    refusedWith('powers.power-unknown'),
  );
  await b.call(contract.answerPower, { id, accepted: true }, head);
  const assigned = await b.call(contract.assignClient, { id, ...staff }, head);
  await b.drain();
  expect(heldBy(keyOf(numbers.child))).toMatchObject([{ onBehalfOf: inn, role: 'accountant', ...narrow }]);
  await expect(b.call(contract.assignClient, { id, ...staff }, head)).rejects.toEqual(
    refusedWith('powers.assigned-already'),
  );
  expect(await b.call(contract.listClients, {}, head)).toMatchObject({
    items: [{ power: { giver: { id: inn } }, staff: [{ id: assigned.id, name: 'Anaya Sharma' }] }],
  });
  const past = { id, ...staff, number: numbers.aigerim, until: '2001-01-01T00:00:00.000Z' };
  await expect(b.call(contract.assignClient, past, head)).rejects.toEqual(refusedWith('powers.period-backwards'));
  const wrong = { id, ...staff, number: '14567890100' };
  await expect(b.call(contract.assignClient, wrong, head)).rejects.toEqual(refusedWith('powers.number-invalid'));

  // The client, and the agency, see and end what the employee holds.
  await b.call(contract.withdrawPower, { id: assigned.id }, head);
  await b.drain();
  expect(heldBy(keyOf(numbers.child))).toEqual([]);
  await b.call(contract.assignClient, { id, ...staff }, head);
  await b.call(contract.withdrawPower, { id }, director);
  await b.drain();
  expect(heldBy(keyOf(numbers.child))).toEqual([]);
  expect(await b.call(contract.listClients, {}, head)).toEqual({ items: [] });
});

test('a list of clients is for who is in charge of an organisation', async () => {
  for (const who of [aigerim, acting(employee, agency, [narrow])]) {
    await expect(b.call(contract.listClients, {}, who)).rejects.toEqual(refusedWith('powers.not-in-charge'));
    await expect(b.call(contract.listSoftware, {}, who)).rejects.toEqual(refusedWith('powers.not-in-charge'));
  }
});

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const until = new Date(b.clock.now().getTime() + 30 * 86_400_000).toISOString();
const software = (more: object = {}) =>
  b.call(contract.registerSoftware, { name: 'Payroll', publicKey: pem, until, ...narrow, ...more }, director);

test('software of a company has a key, narrow limits and an end; withdrawn, it is over', async () => {
  const made = await software();
  const jwk = JSON.stringify(publicKey.export({ format: 'jwk' }));
  expect((await software({ publicKey: jwk })).thumbprint).toBe(made.thumbprint);
  expect((await b.call(contract.listSoftware, {}, director)).items.map(({ id }) => id)).toContain(made.id);
  expect(await b.call(contract.listSoftware, {}, head)).toEqual({ items: [] });
  await b.drain();
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  expect(told.get(`software:${made.id}`)).toMatchObject({
    powers: [{ ...{ id: made.id, kind: 'organisation', onBehalfOf: inn, role: 'software', until }, ...narrow }],
    software: { id: made.id, name: 'Payroll', jwk: { kty, crv, x, y } },
  });
  const { scopes = [] } = told.get(`software:${made.id}`)?.software ?? {};
  expect([scopes.includes('cases:change'), scopes.includes('cases:pay')]).toEqual([true, false]);
  const foreign = b.call(contract.withdrawSoftware, { id: made.id }, head);
  await expect(foreign).rejects.toEqual(refusedWith('powers.software-unknown'));
  await b.call(contract.withdrawSoftware, { id: made.id }, director);
  await b.drain();
  expect(heldBy(`software:${made.id}`)).toEqual([]);
  const list = await b.call(contract.listSoftware, {}, director);
  expect(list.items.find(({ id }) => id === made.id)).toMatchObject({ withdrawnAt: expect.any(String) });
});

test('software that was registered before it could sign in is told of once', async () => {
  const { id } = await software();
  await b.drain();
  told.delete(`software:${id}`);
  await b.sql('delete from told where person_key = $1', [`software:${id}`]);
  await tellOfOlderSoftware(b.module);
  await b.drain();
  expect(heldBy(`software:${id}`)).toMatchObject([{ onBehalfOf: inn }]);
  told.delete(`software:${id}`);
  await tellOfOlderSoftware(b.module);
  await b.drain();
  expect(told.has(`software:${id}`)).toBe(false);
});

test('private keys, other curves, nonsense and long terms are refused', async () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'pem' });
  const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  for (const key of [other.toString(), secret, JSON.stringify(privateKey.export({ format: 'jwk' })), 'nonsense', '{}'])
    await expect(software({ publicKey: key })).rejects.toEqual(refusedWith('powers.key-invalid'));
  const [late, past] = ['2090-01-01T00:00:00.000Z', '2001-01-01T00:00:00.000Z'];
  for (const end of [late, past])
    await expect(software({ until: end })).rejects.toEqual(refusedWith('powers.period-backwards'));
  await expect(software({ services: ['none-such'] })).rejects.toEqual(refusedWith('powers.service-unknown'));
});

const [one, two] = [b.person({ duties: ['identity.grantor'] }), b.person({ duties: ['identity.grantor'] })];
const paper = {
  giver: { kind: 'organisation' as const, id: '0500000001' },
  taker: { number: numbers.worker, name: 'Rahul Sharma' },
  role: 'attorney' as const,
  paper: 'Notary 12, No. 34 of 1 March 2026',
};

test('a power on paper is entered by one official and confirmed by another', async () => {
  const { id } = await b.call(contract.enterPaper, paper, one);
  await b.drain();
  expect(heldBy(keyOf(numbers.worker))).toEqual([]);
  await expect(b.call(contract.getPower, { id }, worker)).rejects.toEqual(refusedWith('powers.power-unknown'));
  expect(await b.call(contract.listPaper, {}, two)).toMatchObject({ items: [{ paper: paper.paper, own: false }] });
  const old = { ...two, authenticatedAt: '2020-01-01T00:00:00.000Z' };
  await expect(b.call(contract.decidePaper, { id, approved: true }, old)).rejects.toEqual(
    refusedWith('kernel.stronger-sign-in-needed'),
  );
  const own = b.call(contract.decidePaper, { id, approved: true }, one);
  await expect(own).rejects.toEqual(refusedWith('powers.second-person-needed'));
  expect(await b.call(contract.decidePaper, { id, approved: true }, two)).toMatchObject({ state: 'accepted' });
  await b.drain();
  expect(heldBy(keyOf(numbers.worker))).toMatchObject([{ onBehalfOf: '0500000001', role: 'attorney' }]);
  const again = b.call(contract.decidePaper, { id, approved: false }, two);
  await expect(again).rejects.toEqual(refusedWith('powers.answered-already'));
  await b.call(contract.withdrawPower, { id }, worker);
});

test('nobody enters or confirms a power of their own, and citizens enter none', async () => {
  const self = b.person({ duties: ['identity.grantor'], snils: numbers.worker });
  await expect(b.call(contract.enterPaper, paper, self)).rejects.toEqual(refusedWith('powers.to-oneself'));
  const { id } = await b.call(contract.enterPaper, paper, one);
  const confirm = b.call(contract.decidePaper, { id, approved: true }, self);
  await expect(confirm).rejects.toEqual(refusedWith('powers.to-oneself'));
  await b.call(contract.decidePaper, { id, approved: false }, two);
  await expect(b.call(contract.enterPaper, paper, worker)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.listPaper, {}, worker)).rejects.toMatchObject({ kind: 'forbidden' });
  const unknown = b.call(contract.decidePaper, { id: one.id, approved: true }, two);
  await expect(unknown).rejects.toEqual(refusedWith('powers.power-unknown'));
});
