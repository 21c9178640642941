// SPDX-License-Identifier: Apache-2.0
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bench, benchWith } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import catalogue from '../src/index.ts';
import type { PackageFiles } from '../src/package-files.ts';
import { publishServices } from '../src/publication.ts';
import { addressCertificateFolder, changed } from './fixtures.ts';

const certifier = { kind: 'service', id: 'certification' } as const;
const contentOf = (files: PackageFiles) =>
  Object.fromEntries([...files].map(([path, bytes]) => [path, bytes.toString('base64')]));
const folder = await mkdtemp(join(tmpdir(), 'stoa-packages-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const audience = { all: true, people: [], organisations: [], perMille: 0 };

test('where certificates are required nothing without one is published, what came with one is', async () => {
  await cp(addressCertificateFolder, join(folder, 'address-certificate'), { recursive: true });
  const b = await benchWith({ STOA_SERVICES: folder, STOA_CERTIFICATES: 'required' }, catalogue);
  const published = async () => (await b.call(contract.listServices, {})).items.map(({ id }) => id);
  expect(await published()).toEqual([]);
  const { version } = await b.call(contract.examineFiles, { files: contentOf(await packageOf()) }, certifier);
  const shipped = { version, certifiedOn: '2031-01-01', regulation: 'CR-1 1.0', suites: {} };
  await writeFile(join(folder, 'certified.json'), JSON.stringify({ 'address-certificate': shipped }));
  await publishServices(b.module);
  expect(await published()).toEqual(['address-certificate']);
  expect((await b.call(contract.listShipped, {}, certifier)).items).toMatchObject([
    { serviceId: 'address-certificate', version },
  ]);
});
const packageOf = async () => (await import('../src/package-files.ts')).readPackageFiles(addressCertificateFolder);

test('a version is opened with a certificate in force and the files it was given for, and closed again', async () => {
  const b = await bench(catalogue);
  const id = 'work-permit';
  const files = contentOf(
    await changed({ 'service.yaml': (text) => text.replace('deadlineWorkingDays: 15', 'deadlineWorkingDays: 9') }),
  );
  const { version, package: pkg } = await b.call(contract.examineFiles, { files }, certifier);
  expect(pkg?.facts.deadlineWorkingDays).toBe(9);
  const open = (more: object = {}) =>
    b.call(contract.openVersion, { id, version, files, audience, ...more }, certifier);
  await expect(open()).rejects.toMatchObject({ code: 'catalogue.certificate-missing' });
  const note = (valid: boolean) =>
    b.call(contract.noteCertificate, { id, version, certificate: 'CR-000001', valid }, certifier);
  await note(true);
  await expect(open({ version: `sha256:${'0'.repeat(64)}` })).rejects.toMatchObject({
    code: 'catalogue.digest-differs',
  });
  await open();
  const days = async () => (await b.call(contract.getService, { id })).deadlineWorkingDays;
  expect(await days()).toBe(9);
  // What lies in the folder was published before: a start does not bring it back.
  await publishServices(b.module);
  expect(await days()).toBe(9);
  await b.call(contract.closeVersion, { id, version }, certifier);
  expect(await days()).toBe(15);
  await b.call(contract.closeVersion, { id, version }, certifier);
  expect(await days()).toBe(15);
  await note(false);
  await expect(open()).rejects.toMatchObject({ code: 'catalogue.certificate-missing' });
});

test('files that are another service, or faulty, are not opened; people open nothing', async () => {
  const b = await bench(catalogue);
  const files = contentOf(await packageOf());
  const { version } = await b.call(contract.examineFiles, { files }, certifier);
  await b.call(
    contract.noteCertificate,
    { id: 'work-permit', version, certificate: 'CR-000001', valid: true },
    certifier,
  );
  const open = { id: 'work-permit', version, files, audience };
  await expect(b.call(contract.openVersion, open, certifier)).rejects.toMatchObject({
    code: 'catalogue.package-faulty',
  });
  const person = b.person({ duties: ['certification.certifier'] });
  const forbidden = { kind: 'forbidden' };
  await expect(b.call(contract.openVersion, open, person)).rejects.toMatchObject(forbidden);
  await expect(b.call(contract.examineFiles, { files }, person)).rejects.toMatchObject(forbidden);
  await expect(b.call(contract.closeVersion, { id: 'work-permit', version }, person)).rejects.toMatchObject(forbidden);
  await expect(b.call(contract.listShipped, {}, person)).rejects.toMatchObject(forbidden);
  const none = { id: 'work-permit', version, certificate: 'x', valid: true };
  await expect(b.call(contract.noteCertificate, none, person)).rejects.toMatchObject(forbidden);
});
