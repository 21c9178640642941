// SPDX-License-Identifier: Apache-2.0
import { outputIssued } from '@stoa/cases/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { world } from './world.ts';

async function renewable(more = {}) {
  const w = await world();
  const one = w.hold('2031-11-01', more);
  w.drafts.set(one.caseId, { state: 'closed', answers: { worker: 'Rahul', months: 12, abroad: true } });
  const { caseId, id, validUntil } = one;
  await w.b.deliver(outputIssued, {
    ...{ caseId, number: 'P-1', serviceId: 'permit', version: 'v', outputId: id, code: 'permit', validUntil },
    issuedAt: '2030-10-15T09:00:00.000Z',
  });
  const renew = (who = w.director) => w.b.call(contract.renew, { id, language: 'en' }, who);
  return { ...w, one, renew };
}

test('a renewal is a draft with the earlier answers, without what is asked anew; begun again it is the same one', async () => {
  const { b, director, drafts, one, renew, starts } = await renewable();
  expect(await b.call(contract.getRenewal, { id: one.id }, director)).toMatchObject({
    service: { id: 'permit' },
    look: [],
  });
  const { caseId = '', look } = await renew();
  expect(drafts.get(caseId)?.answers).toEqual({ worker: 'Rahul', abroad: true });
  expect(look).toEqual([{ field: 'months', label: expect.anything(), why: 'anew' }]);
  expect((await renew()).caseId).toBe(caseId);
  expect(starts).toEqual([caseId]);
  const { items } = await b.call(contract.listExpiring, {}, director);
  expect(items).toMatchObject([{ renewedBy: caseId }]);
  // Deleted, it comes again; closed, another one is begun.
  drafts.delete(caseId);
  expect((await renew()).caseId).toBe(caseId);
  Object.assign(drafts.get(caseId) ?? {}, { state: 'closed' });
  expect((await renew()).caseId).not.toBe(caseId);
});

test('what no package renews, what is of others and what no power covers is refused', async () => {
  const other = await renewable({ code: 'refusal' });
  await expect(other.renew()).rejects.toMatchObject({ code: 'portfolio.not-renewable' });
  const { b, director, stranger, one, renew } = await renewable();
  await expect(renew(stranger)).rejects.toMatchObject({ code: 'portfolio.holding-unknown' });
  await expect(b.call(contract.getRenewal, { id: newId() }, director)).rejects.toMatchObject({
    code: 'portfolio.holding-unknown',
  });
  const reads = { ...director, actingFor: { ...director.actingFor, limits: [{ acts: ['read'] }] } } as typeof director;
  await expect(b.call(contract.renew, { id: one.id, language: 'en' }, reads)).rejects.toMatchObject({
    code: 'portfolio.power-narrow',
  });
});

test('two who act for one company see each other in a draft, others see nobody, and after a while nobody is there', async () => {
  const { b, director, colleague, stranger } = await world();
  const caseId = newId();
  const be = (who: typeof director, page = 'one') => b.call(contract.beInDraft, { caseId, page }, who);
  expect(await be(director)).toEqual({ others: [] });
  expect((await be(colleague, 'two')).others).toMatchObject([{ name: 'Aigerim', page: 'one' }]);
  expect((await be(stranger)).others).toEqual([]);
  expect((await be(director)).others).toMatchObject([{ name: 'Saule', page: 'two' }]);
  expect(await b.dump('portfolio.presence')).not.toContain('Aigerim');
  b.clock.advance({ minutes: 5 });
  expect((await be(director)).others).toEqual([]);
});
