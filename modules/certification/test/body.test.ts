// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { certifying, good } from './world.ts';

test('where no institution seals, nothing is certified, and no history is entered where there is no demo', async () => {
  const { b, certifier, lawyer, adopt, submit, run, signLaw } = await certifying({
    STOA_CERTIFIER: '',
    STOA_DEMO: '0',
  });
  await adopt(certifier);
  await adopt(lawyer);
  const id = await submit(await good());
  await run(id);
  await signLaw(id);
  await expect(b.call(contract.decideCandidate, { id, certify: true }, certifier)).rejects.toMatchObject({
    code: 'certification.body-missing',
  });
  const nothing = { signatures: [], candidates: [] };
  await expect(b.call(contract.enterDemoCertification, nothing, { kind: 'service', id: 'demo' })).rejects.toMatchObject(
    {
      code: 'certification.demo-off',
    },
  );
});
