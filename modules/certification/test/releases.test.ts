// SPDX-License-Identifier: Apache-2.0
import { getPackage } from '@stoa/catalogue/contract';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { applyRelease } from '../src/releases/releases.ts';
import { certifying, good } from './world.ts';

const { b, incidents, certifier, lawyer, designer, adopt, certified, get } = await certifying();
await adopt(certifier);
await adopt(lawyer);
const company = '0105234515';
const tester = '14567890105';
const cases = { kind: 'service', id: 'cases' } as const;
const until = () => new Date(b.clock.now().getTime() + 30 * 86_400_000).toISOString();
const versionFor = async (who: { person?: string; organisation?: string } = {}) =>
  (await b.call(getPackage, { id: 'address-certificate', ...who }, cases)).version;
const pilot = async (number: string, more: object = {}) => {
  const input = { certificate: number, people: [tester], organisations: [company], until: until(), ...more };
  const { id } = await b.call(contract.beginPilot, input, certifier);
  await b.drain();
  return id;
};
const move = async (id: string, act: 'canary' | 'release' | 'return', more: object = {}) => {
  const answer = await b.call(contract.moveRelease, { id, act, ...more }, certifier);
  await b.drain();
  return answer.stage;
};
const list = async () => b.call(contract.listReleases, {}, certifier);

test('a certified version goes from a pilot by a share to everybody, and is byte for byte what was certified', async () => {
  const before = await versionFor();
  const { number, id: candidate } = await certified(await good());
  const { version } = await get(candidate);
  const id = await pilot(number);
  expect([
    await versionFor(),
    await versionFor({ organisation: company }),
    await versionFor({ organisation: '0000000000' }),
  ]).toEqual([before, version, before]);
  expect(await versionFor({ person: b.personKey(tester) })).toBe(version);
  await expect(move(id, 'release')).rejects.toMatchObject({ code: 'certification.release-not-so' });
  expect(await move(id, 'canary', { perMille: 500 })).toBe('canary');
  const people = Array.from({ length: 200 }, (_, n) => `person-${n}`);
  const share = async () => Promise.all(people.map(async (person) => (await versionFor({ person })) === version));
  const first = await share();
  expect(first.filter(Boolean).length).toBeGreaterThan(60);
  expect(first.filter(Boolean).length).toBeLessThan(140);
  expect(await share()).toEqual(first);
  await expect(move(id, 'canary', { perMille: 400 })).rejects.toMatchObject({ code: 'certification.share-smaller' });
  await move(id, 'canary', { perMille: 900 });
  const wider = await share();
  expect(first.every((had, at) => !had || wider[at])).toBe(true);
  expect(await move(id, 'release')).toBe('released');
  expect(await versionFor()).toBe(version);
});

test('what is kept but no longer what was certified is refused', async () => {
  const { id, number } = await certified(await good());
  const kept = await b.sql<{ files: object }>('select files from certification.candidate where id = $1', [id]);
  await b.sql(
    `update certification.candidate set files = jsonb_set(files, '{load.yaml}', '"IyBvdGhlcgo="') where id = $1`,
    [id],
  );
  await expect(pilot(number)).rejects.toMatchObject({ code: 'certification.digest-differs' });
  await b.sql('update certification.candidate set files = $2 where id = $1', [id, JSON.stringify(kept[0]?.files)]);
  const release = await pilot(number);
  await b.sql(
    `update certification.candidate set files = jsonb_set(files, '{load.yaml}', '"IyBvdGhlcgo="') where id = $1`,
    [id],
  );
  await expect(move(release, 'canary', { perMille: 10 })).rejects.toMatchObject({
    code: 'certification.digest-differs',
  });
  await expect(move(release, 'return')).rejects.toMatchObject({ code: 'certification.reason-missing' });
  expect(await move(release, 'return', { reason: 'The files were changed' })).toBe('returned');
});

test('two who begin a pilot of one service at once have one', async () => {
  const [first, other] = [await certified(await good()), await certified(await good())];
  const both = await Promise.allSettled([pilot(first.number), pilot(other.number)]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await expect(pilot(other.number)).rejects.toMatchObject({ code: 'certification.release-there' });
  const { items } = await list();
  await move(items.find(({ stage }) => stage === 'pilot')?.id ?? '', 'return', { reason: 'Only a trial' });
});

test('a pilot needs people or organisations, an end to come, and a certificate in force of a candidate', async () => {
  const { number } = await certified(await good());
  await expect(pilot(number, { people: [], organisations: [] })).rejects.toMatchObject({
    code: 'certification.nobody-named',
  });
  await expect(pilot(number, { until: b.clock.now().toISOString() })).rejects.toMatchObject({
    code: 'certification.days-wrong',
  });
  const { items } = await b.call(contract.listCertificates, { service: 'passport' });
  await expect(pilot(items[0]?.number ?? '')).rejects.toMatchObject({ code: 'certification.certificate-shipped' });
  await expect(pilot('CR-999999')).rejects.toMatchObject({ code: 'certification.certificate-unknown' });
  const id = await pilot(number);
  await b.call(contract.withdrawCertificate, { number, reason: 'A fault was found' }, certifier);
  await expect(move(id, 'canary', { perMille: 10 })).rejects.toMatchObject({
    code: 'certification.certificate-not-valid',
  });
  await move(id, 'return', { reason: 'Without a certificate' });
  await expect(move(newId(), 'release')).rejects.toMatchObject({ code: 'certification.release-unknown' });
});

test('a pilot ends by its day, and nobody gets the version any more', async () => {
  const { number } = await certified(await good());
  const before = await versionFor();
  await pilot(number);
  b.clock.advance({ days: 31 });
  await b.drain();
  expect((await list()).items[0]).toMatchObject({ stage: 'ended' });
  expect(await versionFor({ organisation: company })).toBe(before);
});

test('what an ended pilot still has to do takes nothing back that has begun anew', async () => {
  const { number, id: candidate } = await certified(await good());
  const { version } = await get(candidate);
  const first = await pilot(number);
  await move(first, 'return', { reason: 'Too few people' });
  const again = await pilot(number);
  await b.module.tx({ kind: 'system' }, (tx) => applyRelease.enqueue(tx, { id: first }));
  await b.drain();
  expect(await versionFor({ organisation: company })).toBe(version);
  await move(again, 'return', { reason: 'Only a trial' });
  expect(await versionFor({ organisation: company })).not.toBe(version);
});

test('a major incident of the watched service takes a released version back; the page says how often and how fast', async () => {
  const before = await versionFor();
  const { number } = await certified(await good());
  const id = await pilot(number, { watch: 'applications' });
  await move(id, 'canary', { perMille: 10 });
  await move(id, 'release');
  expect(await versionFor()).not.toBe(before);
  const openedAt = new Date(b.clock.now().getTime() + 60_000).toISOString();
  const service = { code: 'applications', name: { en: 'Applications' } };
  const incident = {
    id: newId(),
    number: 7,
    title: { en: 'Errors' },
    state: 'open' as const,
    services: [service],
    openedAt,
  };
  incidents.push({ ...incident, severity: 'minor' });
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect((await list()).items[0]).toMatchObject({ id, stage: 'released' });
  incidents.push({ ...incident, severity: 'major' });
  b.clock.advance({ minutes: 2 });
  await b.drain();
  const { items, figures } = await list();
  expect(items[0]).toMatchObject({ id, stage: 'returned', reason: 'incident 7', failedAt: openedAt });
  expect(await versionFor()).toBe(before);
  expect(figures).toMatchObject({ ended: 7, failed: 6, restoreSeconds: 180 });
});

test('only a certifier begins and moves releases', async () => {
  const { number } = await certified(await good());
  const forbidden = { kind: 'forbidden' };
  const input = { certificate: number, people: [tester], organisations: [], until: until() };
  for (const who of [designer, lawyer]) {
    await expect(b.call(contract.beginPilot, input, who)).rejects.toMatchObject(forbidden);
    await expect(b.call(contract.moveRelease, { id: newId(), act: 'release' }, who)).rejects.toMatchObject(forbidden);
  }
  expect((await b.call(contract.listReleases, {}, lawyer)).items.every(({ may }) => may.length === 0)).toBe(true);
});
