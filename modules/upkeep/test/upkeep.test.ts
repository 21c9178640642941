// SPDX-License-Identifier: Apache-2.0
/** Documents that a stage asks for, which leak nothing; attestations a year old, of which everybody hears once. */
import architecture from '@stoa/architecture';
import { attestElement, importElements, listElements, listFindings } from '@stoa/architecture/contract';
import identity from '@stoa/identity';
import { newId } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import notifications from '@stoa/notifications';
import organisations from '@stoa/organisations';
import { expect, test } from 'vitest';
import { remind } from '../src/attestations/attestations.ts';
import { aYearAfter, stepOf } from '../src/attestations/due.ts';
import * as contract from '../src/contract.ts';
import { reportMissing } from '../src/documents/missing.ts';
import upkeep from '../src/index.ts';

const b = await benchWith({ STOA_DEMO: '0' }, upkeep, architecture, organisations, identity, notifications);
const labour = 'XM-LABOUR-MINISTRY';
const having = (name: string, code: string, organisationId: string) =>
  b.person({ id: newId(), name, duties: [{ code, organisationId }] });
const owner = having('Owner of labour', 'architecture.owner', labour);
const stranger = having('Owner of interior', 'architecture.owner', 'XM-INTERIOR-MINISTRY');
const architect = having('Architect', 'architecture.integrator', 'XM-SERVICE-INTEGRATOR');
const everybody = b.person();

async function object(code: string, more: { level?: number; from?: string; kind?: string } = {}) {
  const { level = 0, from = '2020-01-01', kind = 'object' } = more;
  const facts: Record<string, string> = kind === 'object' ? { stage: 'planned' } : {};
  const elements = [{ kind, code, name: { en: code }, ownerId: labour, level, from, facts }];
  await b.call(importElements, { dryRun: false, provenance: 'imported', elements, relations: [] }, architect);
  const { items } = await b.call(listElements, { kind, search: code }, architect);
  return items[0]?.id ?? '';
}
const text = Buffer.from('The concept').toString('base64');
const add = (id: string, as = owner, more = {}) =>
  b.call(contract.addDocument, { id, kind: 'concept', name: 'concept.txt', content: text, ...more }, as);

test('a stage asks for documents; versions stay; names and files are for those who keep the object', async () => {
  const id = await object('IS-DOC');
  expect(await b.call(contract.listDocuments, { id }, everybody)).toMatchObject({
    stage: 'planned',
    missing: 1,
    may: [],
  });
  await expect(add(id, stranger)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(add(id, owner, { kind: 'poem' })).rejects.toMatchObject({ code: 'upkeep.kind-unknown' });
  await expect(
    add(id, owner, { name: 'concept.pdf', content: Buffer.from('PK').toString('base64') }),
  ).rejects.toMatchObject({
    code: 'upkeep.file-refused',
  });
  expect(await add(id)).toEqual({ id, kind: 'concept', version: 1 });
  expect(await add(id)).toMatchObject({ version: 2 });
  const seen = await b.call(contract.listDocuments, { id }, everybody);
  expect(seen.missing).toBe(0);
  expect(seen.kinds[0]?.versions.map((one) => [one.version, one.name])).toEqual([
    [2, undefined],
    [1, undefined],
  ]);
  const kept = await b.call(contract.listDocuments, { id }, owner);
  const version = kept.kinds.find((one) => one.kind === 'concept')?.versions[0];
  expect(version).toMatchObject({ version: 2, name: 'concept.txt', byName: 'Owner of labour' });
  const path = contract.documentPath(version?.id ?? '');
  expect((await b.http(owner).get(path)).status).toBe(200);
  expect((await b.http(architect).get(path)).status).toBe(200);
  expect((await b.http(stranger).get(path)).body).toMatchObject({ code: 'upkeep.document-unknown' });
  expect((await b.http(everybody).get(path)).status).toBe(403);
  expect((await b.http(owner).get(contract.documentPath(newId()))).body).toMatchObject({
    code: 'upkeep.document-unknown',
  });
  await expect(add(await object('T-DOC', { kind: 'technology' }))).rejects.toMatchObject({
    code: 'upkeep.not-an-object',
  });
});

test('documents of a confidential object leak nothing', async () => {
  const id = await object('IS-SECRET', { level: 2 });
  await add(id);
  await expect(b.call(contract.listDocuments, { id }, everybody)).rejects.toMatchObject({
    code: 'architecture.element-unknown',
  });
  await expect(b.call(contract.listDocuments, { id }, stranger)).rejects.toMatchObject({
    code: 'architecture.element-unknown',
  });
  await expect(add(id, stranger)).rejects.toMatchObject({ code: 'architecture.element-unknown' });
});

test('what a stage lacks is a finding of the register until it is there', async () => {
  const id = await object('IS-LACKS');
  const found = async () =>
    (await b.call(listFindings, { kind: 'documents-missing', elementId: id }, architect)).items.map(
      (one) => one.evidence,
    );
  await reportMissing(b.module);
  expect(await found()).toEqual([{ stage: 'planned', documents: 1 }]);
  await add(id);
  await reportMissing(b.module);
  expect(await found()).toEqual([]);
});

test('who has not attested for a year is overdue, and hears of it once; without a post its contact does', async () => {
  const id = await object('IS-OLD', { from: '2020-02-29' });
  const overdue = async (as = architect) => (await b.call(contract.listOverdue, {}, as)).bodies;
  const count = (await overdue()).find((one) => one.organisationId === labour)?.count ?? 0;
  expect(count).toBeGreaterThan(0);
  expect(await overdue(stranger)).toEqual([]);
  await expect(overdue(everybody)).rejects.toMatchObject({ kind: 'forbidden' });
  const contact = { organisationId: labour, name: 'The office', email: 'office@labour.example' };
  await expect(b.call(contract.setContact, contact, stranger)).rejects.toMatchObject({ kind: 'forbidden' });
  await b.call(contract.setContact, contact, owner);
  expect(await b.call(contract.getContact, { organisationId: labour }, owner)).toEqual(contact);
  await expect(b.call(contract.getContact, { organisationId: labour }, stranger)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const told = async () => {
    await remind(b.module);
    await b.drain();
    return b.sql(`select count(*)::integer as n from notifications.message`);
  };
  expect(await told()).toEqual([{ n: 1 }]);
  expect(await told()).toEqual([{ n: 1 }]);
  const { items } = await b.call(listElements, { kind: 'object', search: 'IS-OLD' }, owner);
  await b.call(attestElement, { id, revision: items[0]?.revision ?? 1 }, owner);
  expect((await overdue()).find((one) => one.organisationId === labour)?.count ?? 0).toBe(count - 1);
});

test('only the integrator’s work tells bodies through here, and the demo only where it is on', async () => {
  const notice = { key: 'k', organisationId: labour, subject: { en: 'S' }, body: { en: 'B' }, link: '/integrator' };
  await expect(b.call(contract.tellBody, notice, architect)).rejects.toMatchObject({ kind: 'forbidden' });
  const integrator = { kind: 'service', id: 'integrator' } as const;
  expect(await b.call(contract.tellBody, { ...notice, organisationId: 'XM-NOBODY' }, integrator)).toEqual({
    told: 'nobody',
  });
  const demo = { kind: 'service', id: 'demo' } as const;
  const part = { part: 'all', documents: [], contacts: [] };
  await expect(b.call(contract.enterDemoUpkeep, part, architect)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.enterDemoUpkeep, part, demo)).rejects.toMatchObject({ code: 'upkeep.demo-off' });
});

test('a year after the last of February is the last of February, and reminders come 30, 7 and 0 days before', () => {
  expect(aYearAfter('2024-02-29')).toBe('2025-02-28');
  expect(aYearAfter('2025-11-30')).toBe('2026-11-30');
  const on = (due: string) => stepOf(due, '2026-11-01');
  expect(
    ['2026-12-02', '2026-12-01', '2026-11-09', '2026-11-08', '2026-11-02', '2026-11-01', '2020-01-01'].map(on),
  ).toEqual([...[undefined, 30, 30, 7, 7, 0, 0]]);
});
