// SPDX-License-Identifier: Apache-2.0
/** What stands in the database, and what the demo enters there. */
import { caseClosed } from '@stoa/cases/contract';
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

test('who counts reads the terms that both signed, of an end those until then, without a name; nobody else does', async () => {
  const [demo, labour] = (['demo', 'labour'] as const).map((id) => ({ kind: 'service', id }) as const);
  const said = proposal({ other: { kind: 'person', number: '08765430358', name: 'Counted Canary' } });
  const end = { ...said, act: 'end', caseId: proposal().caseId, terms: { endsOn: '2027-01-31' }, open: [], law: null };
  const at = (days: number) => new Date(b.clock.now().getTime() + days * 86_400_000).toISOString();
  const items = [
    {
      ...{ key: 'counted', proposal: said, madeAt: at(-40), state: 'concluded' as const },
      ...{ counter: { wage: 1600 }, outcome: 'registered' },
    },
    { key: 'ended', proposal: end, madeAt: at(-9), state: 'concluded' as const, outcome: 'registered' },
  ];
  await b.call(contract.enterDemoAgreements, { items }, demo);
  const ask = { serviceId: 'e-contract', fields: 'occupation,wage', limit: 100 };
  const { items: found } = await b.call(contract.listEndedAgreements, ask, labour);
  const counted = found.filter(({ personKey }) => personKey === b.personKey('08765430358'));
  expect(counted.map(({ act, outcome, terms }) => [act, outcome, terms])).toEqual([
    ['conclude', 'registered', { occupation: '2142', wage: 1600 }],
    ['end', 'registered', { occupation: '2142', wage: 1600 }],
  ]);
  expect(JSON.stringify(found)).not.toContain('Canary');
  const one = await b.call(contract.listEndedAgreements, { ...ask, caseId: end.caseId }, labour);
  expect(one.items.map(({ act }) => act)).toEqual(['end']);
  await expect(b.call(contract.listEndedAgreements, ask, worker)).rejects.toMatchObject({ kind: 'forbidden' });
});

test('that a case with an agreement is over is told once, and of any other case nothing', async () => {
  const said = proposal();
  await ask(said);
  const closed = (caseId: string) => ({
    ...{ caseId, number: said.contract, serviceId: 'e-contract', version: 'v', outcome: 'registered' },
    closedAt: b.clock.now().toISOString(),
  });
  await b.deliver(caseClosed, closed(said.caseId));
  await b.deliver(caseClosed, closed(proposal().caseId));
  await b.drain();
  const told = b.events(contract.agreementEnded.type);
  expect(told.map(({ data }) => data)).toContainEqual({ caseId: said.caseId });
  expect(told).toHaveLength(1);
});
