// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { world } from './world.ts';

const demo = { kind: 'service', id: 'demo' } as const;
const { b, officer, second, caseId, works } = await world({ STOA_DEMO: '1' });
const input: contract.DemoCasework = {
  ...{ officer: { id: officer.id, name: officer.name }, second: { id: second.id, name: second.name } },
  ...{ officeId: 'office', perMille: 50 },
  views: [{ key: 'one', name: 'At risk', show: 'all', sort: 'risk', shared: true }],
  cases: [
    {
      ...{ caseId, number: 'P-1', serviceId: 'permit', applicantId: works.get(caseId)?.applicantId ?? '' },
      notes: [{ key: 'one', kind: 'visit', on: '2031-10-01', person: 'Applicant', text: 'Brought the original.' }],
      conflict: { reason: 'A cousin.', at: '2031-10-02T09:00:00.000Z' },
      review: { outcome: 'grant', at: '2031-10-03T09:00:00.000Z', state: 'returned', reason: 'No law is named.' },
    },
  ],
};

test('what officers of the demo wrote down is entered once', async () => {
  expect(await b.call(contract.enterDemoCasework, input, demo)).toEqual({ entered: 4 });
  expect(await b.call(contract.enterDemoCasework, input, demo)).toEqual({ entered: 0 });
  const desk = await b.call(contract.getDesk, { caseId }, officer);
  expect(desk).toMatchObject({
    notes: [{ text: 'Brought the original.', byName: 'Daniyar' }],
    conflicts: [{ reason: 'A cousin.' }],
    reviews: [{ state: 'returned', reason: 'No law is named.' }],
  });
  expect((await b.call(contract.listViews, {}, second)).items).toMatchObject([{ name: 'At risk' }]);
});

test('only the demo enters it, and only where it is on', async () => {
  await expect(b.call(contract.enterDemoCasework, input, officer)).rejects.toMatchObject({ kind: 'forbidden' });
  const off = await world({ STOA_DEMO: '0' });
  await expect(off.b.call(contract.enterDemoCasework, { ...input, officeId: newId() }, demo)).rejects.toMatchObject({
    code: 'casework.demo-off',
  });
});
