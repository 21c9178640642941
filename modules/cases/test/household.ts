// SPDX-License-Identifier: Apache-2.0
/** Registration at an address: a family as a list, and the consent of the owner as a file. */
import type { Principal } from '@stoa/kernel/contract';
import * as contract from '../src/contract.ts';
import { permitBench } from './permit-bench.ts';

export const snils = '11223344595';
export const son = { familyName: 'Seitkali', givenName: 'Timur', birthOn: '2015-09-14', relation: 'child' };
export const pdf = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

export async function household(settings: Record<string, string> = {}) {
  const { b, world } = await permitBench(settings);
  world.state.persons.set(snils, { snils, familyName: 'Seitkali', givenName: 'Aigerim', birthOn: '1988-03-21' });
  const person = b.person({ name: 'Aigerim Seitkali', snils });
  const officer = b.person({
    ...{ name: 'Zhanar Abenova', duties: ['interior.records-officer'], organisationId: 'XM-INTERIOR-MINISTRY' },
  });
  const elsewhere = b.person({ duties: ['interior.records-officer'], organisationId: 'XM-01-LABOUR' });
  const stranger = b.person({ name: 'Somebody Else', snils: '10120230348' });
  const save = (id: string, pageId: string, answers: Record<string, string>) =>
    b.call(contract.savePage, { id, pageId, answers }, person);
  /** A draft in which everything but the family and the files is answered. */
  const draft = async (tenure = 'owner', serviceId = 'residence-registration') => {
    const { id } = await b.call(contract.startDraft, { serviceId, language: 'en' }, person);
    await save(id, 'number', { snils });
    const movedOn = b.clock.now().toISOString().slice(0, 10);
    await save(id, 'home', { newRegion: 'XM-01', newAddress: '14 Peace Street, flat 8, Aksu', movedOn });
    await save(id, 'tenure', { tenure });
    if (tenure !== 'owner') await save(id, 'owner', { ownerName: 'Steppe Homes LLP' });
    return id;
  };
  const form = async (id: string) => b.call(contract.getForm, { id }, person);
  const fieldOf = async (id: string, name: string) =>
    (await form(id)).pages.flatMap(({ fields }) => fields).find((field) => field.name === name);
  const add = (id: string, values: Record<string, string | null>, as: Principal = person) =>
    b.call(contract.saveEntry, { id, field: 'family', values }, as);
  const attach = (id: string, name: string, bytes: Buffer, as: Principal = person) =>
    b.call(contract.attachFile, { id, field: 'consent', name, content: bytes.toString('base64') }, as);
  const submit = async (id: string) => {
    await b.call(contract.submitCase, { id, declaration: true }, person);
    await b.drain();
  };
  const taskOf = async (id: string) => {
    const [task] = await b.sql<{ id: string }>("select id from task where case_id = $1 and state = 'open'", [id]);
    return task?.id ?? '';
  };
  return { b, world, person, officer, elsewhere, stranger, save, draft, form, fieldOf, add, attach, submit, taskOf };
}
