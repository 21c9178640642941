// SPDX-License-Identifier: Apache-2.0
/** What is agreed on once: a sale between two people. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { answerTo, ask, b, inDays, passed, proposal, stranger, worker } from './world.ts';

const refusedWith = (code: string) => expect.objectContaining({ code });

test('a sale between two people is agreed on like any contract, but nothing changes or ends it afterwards', async () => {
  const content = proposal({
    ...{
      service: 'vehicle-transfer',
      act: 'sale',
      law: null,
      contract: 'VT-2026-000001',
      open: ['price', 'handedOverOn'],
    },
    proposer: { kind: 'person', number: '10720830919', name: 'Olga Kim' },
    terms: { plate: '100AAA01', price: 4200, handedOverOn: inDays(10) },
  });
  const messageId = await ask(content);
  const [found] = (await b.call(contract.listAgreements, {}, worker)).items;
  if (!found) throw new Error('the proposal did not arrive');
  expect(found).toMatchObject({ act: 'sale', actText: { en: 'Sale of a vehicle' }, lasting: false, yourTurn: true });
  const { id } = found;
  await b.call(contract.counterAgreement, { id, seen: 1, terms: { price: '4000' } }, worker);
  const answer = (terms: Record<string, string>) => b.call(contract.counterAgreement, { id, seen: 2, terms }, stranger);
  await expect(answer({ plate: '999AAA99' })).rejects.toEqual(refusedWith('agreements.term-fixed'));
  await expect(answer({ price: '0' })).rejects.toEqual(refusedWith('agreements.term-invalid'));
  for (const who of [stranger, worker]) await b.call(contract.signAgreement, { id, seen: 2 }, who);
  await passed();
  expect(answerTo(messageId)?.content).toMatchObject({ outcome: 'concluded', version: 2, terms: { price: 4000 } });
});
