// SPDX-License-Identifier: Apache-2.0
/** What somebody tries with signatures, registers and files that are not as the pages would send them. */
import { writeCursor } from '@stoa/kernel';
import { openContainer } from '@stoa/kernel/asic';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { containerPath } from '../src/contract.ts';
import { signers } from './signers.ts';
import { labour } from './world.ts';

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

test('a number of a register is named in an address as in a form, and one that no register reaches is refused', async () => {
  const at = { institutionId: labour, code: 'incoming', reason: 'A letter is on its way' };
  const { journalId, n } = await b.call(contract.reserveNumber, at, clerk);
  const cancel = (place: number | string) =>
    b
      .http(clerk)
      .post(`/api/documents/journals/${journalId}/numbers/${place}/cancellation`, { reason: 'It never came' });
  for (const place of [2 ** 31, 1e15, 0, '1e3', '٣']) expect((await cancel(place)).status).toBe(422);
  expect((await cancel(n)).status).toBe(200);
  expect((await cancel(n)).body).toMatchObject({ code: 'documents.number-not-reserved' });
  const { id } = await b.call(
    contract.createDocument,
    { institutionId: labour, kind: 'incoming', subject: 'A letter' },
    clerk,
  );
  const register = (reserved: number) => b.http(clerk).post(`/api/documents/${id}/registration`, { reserved });
  expect((await register(2 ** 31)).status).toBe(422);
  const cursor = writeCursor(99_999_999_999);
  expect((await b.http(clerk).get(`/api/documents/journals/${journalId}?cursor=${cursor}`)).status).toBe(200);
});

test('instructions proposed at once have versions of their own, and none writes numbers that read otherwise', async () => {
  const propose = (value: string | number, path = 'kinds/incoming/termDays') =>
    b.call(
      contract.proposeNorm,
      { institutionId: labour, inForceFrom: '2030-01-01', deviations: [{ path, value, reason: 'We are few' }] },
      clerk,
    );
  const all = await Promise.all(Array.from({ length: 8 }, (_, at) => propose(at + 1)));
  expect(new Set(all.map(({ version }) => version)).size).toBe(8);
  const reordered = propose('\u202e{index}-{n}', 'journals/incoming/template');
  await expect(reordered).rejects.toMatchObject({ code: 'kernel.input-invalid' });
});

test('tables taken in at once never want the same place of a register, nor that of a letter of today', async () => {
  const year = b.clock.now().toISOString().slice(0, 4);
  const take = (source: string, n: number, numberedOn: string) =>
    b.call(
      contract.importDocuments,
      {
        ...{ institutionId: labour, source, dryRun: false },
        rows: [
          {
            ...{ key: 'one', kind: 'letter', subject: 'An old letter', state: 'registered', n, numberedOn },
            ...{ correspondents: [], authorName: 'Olga Old' },
          },
        ],
      },
      clerk,
    );
  const same = await Promise.all(Array.from({ length: 8 }, (_, at) => take(`system-${at}`, 77, '2019-03-04')));
  expect(same.map(({ taken }) => taken).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
  expect(same.flatMap(({ refused }) => refused.map(({ code }) => code))).toEqual(Array(7).fill('number-taken'));
  await take('begun', 1, `${year}-01-10`);
  const letters = await Promise.all(
    Array.from({ length: 6 }, async () => {
      const given = { institutionId: labour, kind: 'letter', subject: 'A letter of a citizen' };
      return (await b.call(contract.createDocument, given, clerk)).id;
    }),
  );
  const both = await Promise.all(
    letters.flatMap((id, at) => [
      b.call(contract.registerDocument, { id, noDouble: true }, clerk).then(({ number }) => number),
      take(`meets-${at}`, at + 3, `${year}-01-11`).then(({ taken }) => taken),
    ]),
  );
  const numbers = both.filter((one) => typeof one === 'string');
  expect(new Set(numbers).size).toBe(letters.length);
});
