// SPDX-License-Identifier: Apache-2.0
/** In a visit at a counter: the case is the person's, and nothing else of them is seen. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { permitBench } from './permit-bench.ts';

const { b } = await permitBench();
const person = b.person({ name: 'Aigerim Seitkali', snils: '11223344595' });
const input = { serviceId: 'criminal-record-certificate', language: 'en' } as const;
const open = ['cases.start-draft', 'cases.list-cases', 'cases.get-form', 'cases.delete-draft'];
const inVisit = (id: string, services: string[] = [input.serviceId]) =>
  b.person({
    ...{ name: 'Marat Clerk', snils: '14567890105', duties: ['counter.clerk'] },
    actingFor: {
      ...{ kind: 'person', id: person.personKey ?? '', name: 'Aigerim Seitkali', role: 'counter' },
      limits: [{ services, acts: ['read', 'apply'] }],
      visit: { id, officeId: 'front', officeName: 'Front office 1', until: '9999-01-01T00:00:00.000Z', open },
    },
  });

test('what a clerk starts is the person’s own; their other applications are not there', async () => {
  const own = (await b.call(contract.startDraft, input, person)).id;
  b.clock.advance({ minutes: 5 });
  const clerk = inVisit(newId());
  const { id } = await b.call(contract.startDraft, input, clerk);
  expect((await b.call(contract.listCases, {}, clerk)).items.map((one) => one.id)).toEqual([id]);
  expect((await b.call(contract.listCases, {}, person)).items.map((one) => one.id)).toEqual([id, own]);
  await expect(b.call(contract.getForm, { id: own }, clerk)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.getForm, { id }, inVisit(newId()))).rejects.toMatchObject({ kind: 'forbidden' });
  await b.call(contract.getForm, { id }, clerk);
  await b.call(contract.getForm, { id }, person);
  const [row] = await b.sql<{ contact_key: string }>('select contact_key from case_file where id = $1', [id]);
  expect(row?.contact_key).toBe(person.personKey);
  const audit = await b.sql<{ organisation_id: string }>(
    `select distinct organisation_id from audit where object_id = $1 and actor_id = $2`,
    [id, clerk.id],
  );
  expect(audit).toEqual([{ organisation_id: 'front' }]);
});

test('another service and another operation are shut', async () => {
  const clerk = inVisit(newId(), ['passport']);
  await expect(b.call(contract.startDraft, input, clerk)).rejects.toMatchObject({ code: 'cases.power-narrow' });
  const outputs = b.call(contract.listOutputs, {}, clerk);
  await expect(outputs).rejects.toMatchObject({ code: 'kernel.outside-visit' });
});
