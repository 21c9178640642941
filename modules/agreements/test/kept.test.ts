// SPDX-License-Identifier: Apache-2.0
/** What stands in the database, and what the demo enters there. */
import { personJoined } from '@stoa/identity/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { ask, b, proposal, snils, stranger, worker } from './world.ts';

test('names and terms are in no dump of the database', async () => {
  await ask(
    proposal({
      other: { kind: 'person', number: snils, name: 'Rahul Canary' },
      terms: { workAddress: '40 Canary Street' },
    }),
  );
  const dump = await b.dump('agreements.agreement', 'agreements.version', 'agreements.signature');
  expect(dump).not.toContain('Canary');
});

test('the demo enters agreements in each state, once', async () => {
  const demo = { kind: 'service', id: 'demo' } as const;
  const item = (key: string, state: contract.AgreementState, more: object = {}) => ({
    ...{ key, state, proposal: proposal(), madeAt: b.clock.now().toISOString(), ...more },
  });
  const items = [
    item('a', 'concluded', { counter: { wage: 1600 }, outcome: 'registered' }),
    item('b', 'accepted'),
    item('c', 'declined'),
  ];
  expect(await b.call(contract.enterDemoAgreements, { items }, demo)).toEqual({ entered: 3 });
  expect(await b.call(contract.enterDemoAgreements, { items }, demo)).toEqual({ entered: 0 });
  const { items: shown } = await b.call(contract.listAgreements, { limit: 100 }, worker);
  const stateOf = (at: number) => shown.find((one) => one.contract === items[at]?.proposal.contract);
  expect([0, 1, 2].map((at) => stateOf(at)?.state)).toEqual(['concluded', 'accepted', 'declined']);
  await expect(b.call(contract.enterDemoAgreements, { items }, worker)).rejects.toEqual(
    expect.objectContaining({ code: 'kernel.not-permitted' }),
  );
});

test('who becomes one with another pseudonym keeps their contracts', async () => {
  await ask(proposal());
  const { items } = await b.call(contract.listAgreements, { limit: 100 }, worker);
  await b.deliver(personJoined, { from: b.personKey(snils), to: stranger.personKey ?? '' });
  const moved = await b.call(contract.listAgreements, { limit: 100 }, stranger);
  expect(moved.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
  expect((await b.call(contract.listAgreements, {}, worker)).items).toEqual([]);
});
