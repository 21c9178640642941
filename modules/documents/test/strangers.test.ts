// SPDX-License-Identifier: Apache-2.0
/** What somebody tries with signatures, registers and files that are not as the pages would send them. */
import { openContainer } from '@stoa/kernel/asic';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { containerPath } from '../src/contract.ts';
import { signers } from './signers.ts';

const { b, clerk, leader, minister, second, signBy, draft, read } = await signers();
const self = { kind: 'service', id: 'execution' } as const;

async function containerOf(id: string) {
  b.resolveWith(async () => clerk);
  const answer = await fetch(`${b.platform.url}${containerPath(id)}`, {
    headers: { authorization: 'Bearer of-a-clerk' },
  });
  expect(answer.status).toBe(200);
  return openContainer(new Uint8Array(await answer.arrayBuffer()));
}

test('whatever files are called they are signed, each under a name of its own that leads nowhere else', async () => {
  const { id, add } = await draft();
  const names = ['a.txt', 'a.txt', '2 a.txt', 'A.txt', '../../up.txt', 'META-INF/manifest.xml', 'a "final": v2?.txt'];
  for (const [at, name] of names.entries()) await add(name, at === 0 ? 'main' : 'annex');
  expect(await (await signBy(id, minister)).finish()).toEqual({ id, state: 'signed' });
  const container = await containerOf(id);
  expect([...(container?.files.keys() ?? [])].sort()).toEqual(
    [
      ...['a.txt', '2 a.txt', '3 2 a.txt', '4 A.txt', '.._.._up.txt', 'META-INF_manifest.xml'],
      'a _final__ v2_.txt',
    ].sort(),
  );
  expect(container?.signatures.size).toBe(1);
});

test('a signature that was begun before does not carry a draft past those who are asked', async () => {
  const { id, add } = await draft('contract');
  await add('Contract.txt', 'main');
  const begun = await signBy(id, minister);
  const move = (to: 'in-approval' | 'approved') =>
    b.call(contract.moveDocument, { id, to, what: 'approval-started', key: `move ${to}` }, self);
  await move('in-approval');
  await expect(begun.finish()).rejects.toMatchObject({ code: 'documents.state-forbids' });
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await read(id)).toMatchObject({ state: 'in-approval', signatures: [] });
  await move('approved');
  expect(await begun.finish()).toEqual({ id, state: 'approved' });
  expect(await (await signBy(id, second)).finish()).toEqual({ id, state: 'signed' });
});

test('an address in capitals names the same document, and its signature stands in the container', async () => {
  const { id, add } = await draft();
  await add('Answer.txt', 'main');
  const { signatureId, value } = await signBy(id.toUpperCase(), minister);
  await b.call(contract.finishDocumentSignature, { id: id.toUpperCase(), signatureId, value }, leader);
  expect((await containerOf(id))?.signatures.size).toBe(1);
});
