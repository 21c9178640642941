// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { certifying, good, ministry } from './world.ts';

const { b, certifier } = await certifying({ STOA_DEMO: '1' });

test('the history of the demo is entered once: refused, under way and run for real, one pilot', async () => {
  const at = b.clock.now().toISOString();
  const title = { en: 'Certificate of residence' };
  const brought = { organisationId: ministry, serviceId: 'address-certificate', title };
  const who = { submittedBy: newId(), submittedName: 'Vera', submittedAt: at };
  const input = {
    signatures: ['Dinara', 'Taras'].map((name) => ({ personId: newId(), name, duty: 'legal.reviewer', at })),
    candidates: [
      {
        ...{ key: 'refused', ...brought, ...who, state: 'refused' as const, version: `sha256:${'1'.repeat(64)}` },
        ...{ decidedName: 'Dinara', decidedAt: at, reason: 'A text is missing' },
        runs: [
          {
            suite: 'interface' as const,
            checks: [{ clause: '7.1', result: 'bad' as const, defect: 'A' as const, evidence: ['missing in ar'] }],
          },
        ],
      },
      { ...{ key: 'under way', ...brought, ...who, state: 'submitted' as const }, files: await good(), runs: [] },
      {
        ...{ key: 'pilot', ...brought, ...who, state: 'certified' as const, files: await good(), runs: [] },
        ...{ decidedName: 'Dinara', decidedAt: at, lawName: 'Taras' },
        pilot: { organisations: ['0105234515'], until: '2031-06-01T00:00:00Z', byName: 'Dinara' },
      },
    ],
  };
  const enter = () => b.call(contract.enterDemoCertification, input, { kind: 'service', id: 'demo' });
  expect(await enter()).toEqual({ entered: 3 });
  await b.drain();
  b.clock.advance({ seconds: 10 });
  await b.drain();
  expect(await enter()).toEqual({ entered: 0 });
  const { items } = await b.call(contract.listCandidates, {}, certifier);
  expect(items.map(({ state }) => state).sort()).toEqual(['certified', 'refused', 'submitted']);
  const id = items.find(({ state }) => state === 'submitted')?.id ?? '';
  const { runs } = await b.call(contract.getCandidate, { id }, certifier);
  expect(runs.map(({ state }) => state)).toEqual(Array(5).fill('passed'));
  expect((await b.call(contract.listReleases, {}, certifier)).items).toMatchObject([
    { stage: 'pilot', byName: 'Dinara' },
  ]);
  expect(await b.sql('select organisations from catalogue.trial')).toEqual([{ organisations: ['0105234515'] }]);
});
