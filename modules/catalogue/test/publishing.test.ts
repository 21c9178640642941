// SPDX-License-Identifier: Apache-2.0
/** Publishing a folder by an operation, as the command line does. */
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import catalogue from '../src/index.ts';
import type { PackageFiles } from '../src/package-files.ts';
import { changed } from './fixtures.ts';

const b = await bench(catalogue);
const commandLine = { kind: 'service', id: 'command-line' } as const;
const asInput = (files: PackageFiles) => ({
  files: Object.fromEntries([...files].map(([path, content]) => [path, content.toString('base64')])),
});

test('the files become the version that new cases get, once, and it is told once', async () => {
  const files = asInput(
    await changed({ 'service.yaml': (text) => text.replace('deadlineWorkingDays: 15', 'deadlineWorkingDays: 16') }),
  );
  await b.drain();
  const told = b.events(contract.servicePublished.type).length;
  const { serviceId, version, changed: isNew } = await b.call(contract.publishPackage, files, commandLine);
  expect({ serviceId, isNew }).toEqual({ serviceId: 'work-permit', isNew: true });
  expect(await b.call(contract.getService, { id: serviceId })).toMatchObject({ version, deadlineWorkingDays: 16 });
  expect(await b.call(contract.publishPackage, files, commandLine)).toEqual({ serviceId, version, changed: false });
  await b.drain();
  expect(b.events(contract.servicePublished.type)).toHaveLength(told + 1);
});

test('a package with problems is refused with each of them, and the service stays as it is', async () => {
  const before = await b.call(contract.getService, { id: 'work-permit' });
  const files = asInput(await changed({ 'pages.yaml': undefined }));
  await expect(b.call(contract.publishPackage, files, commandLine)).rejects.toMatchObject({
    code: 'catalogue.package-invalid',
    errors: [expect.objectContaining({ pointer: '/files/pages.yaml', message: 'the file is missing' })],
  });
  expect(await b.call(contract.getService, { id: 'work-permit' })).toMatchObject({ version: before.version });
});

test('nobody publishes but who has the installation', async () => {
  const files = asInput(await changed({}));
  const administrator = b.person({ duties: ['platform.administrator', 'platform.operator'] });
  for (const principal of [administrator, { kind: 'service', id: 'cases' } as const])
    await expect(b.call(contract.publishPackage, files, principal)).rejects.toMatchObject({ kind: 'forbidden' });
});
