// SPDX-License-Identifier: Apache-2.0
/** A signing service whose keys are in a hardware module, SoftHSM in its place. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSigningService, tokenKeyStore } from '@stoa/demo';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { ministry, pin, startWorld } from './world.ts';

const library = '/usr/lib/softhsm/libsofthsm2.so';
const installed = existsSync(library) && existsSync('/usr/bin/pkcs11-tool');

test.skipIf(!installed)('a key that never leaves its module signs, and the signature holds', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-softhsm-'));
  mkdirSync(join(folder, 'tokens'));
  writeFileSync(join(folder, 'softhsm2.conf'), `directories.tokendir = ${join(folder, 'tokens')}\n`);
  const env = { SOFTHSM2_CONF: join(folder, 'softhsm2.conf') };
  const made = spawnSync(
    'softhsm2-util',
    ['--init-token', '--free', '--label', 'stoa', '--so-pin', '123456', '--pin', '654321'],
    { env: { ...process.env, ...env } },
  );
  expect(made.status).toBe(0);
  const keys = tokenKeyStore({ library, label: 'stoa', pin: '654321', env });
  const service = await startSigningService({ dataDir: folder, pin, keys });
  afterAll(() => service.close());
  const { b, official, prepare } = await startWorld({ STOA_SIGNING_SERVICE_URL: `${service.url}/csc/v2` });
  const person = official('Aliya Omarova');
  const certificate = await b.call(
    contract.issueCertificate,
    { organisationId: ministry, custody: 'remote', code: pin },
    person,
  );
  const { id } = await prepare(person, certificate.id);
  expect((await b.call(contract.signRemotely, { id, code: pin }, person)).level).toBe('B-T');
});
