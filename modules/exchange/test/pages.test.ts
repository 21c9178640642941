// SPDX-License-Identifier: Apache-2.0
/** Lists in pages: what is no cursor of theirs is refused, whichever the list. */
import type { Principal } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import exchange from '../src/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const operator = b.person({ duties: ['platform.operator', 'audit.auditor'] });
const cases: Principal = { kind: 'service', id: 'cases' };

test.each([
  [contract.listCertificates, {}, operator],
  [contract.listCertificateRequests, {}, operator],
  [contract.listRights, {}, operator],
  [contract.listOperationalRecords, {}, operator],
  [contract.searchMessages, {}, operator],
  [contract.listMessages, {}, operator],
  [contract.listEventTypes, {}, operator],
  [contract.listEventSubscriptions, {}, operator],
  [contract.listEventDeadLetters, {}, operator],
  [contract.listCallsAbout, { personKey: 'somebody' }, cases],
] as const)('$name begins at the first page, and refuses nonsense instead of taking it for that', async (...list) => {
  const [operation, asked, who] = list as unknown as [typeof contract.listRights, object, Principal];
  expect(await b.call(operation, asked, who)).toMatchObject({ items: expect.any(Array) });
  for (const cursor of ['no such page', '', 'x'.repeat(201), 'bm8gcGFnZQ==', '%'])
    await expect(b.call(operation, { ...asked, cursor }, who)).rejects.toMatchObject({ code: 'kernel.input-invalid' });
});

test('every list in pages is among them', () => {
  const paged = Object.values(contract).filter(
    (one) => typeof one === 'object' && 'input' in one && 'cursor' in (one.input as { properties: object }).properties,
  );
  expect(paged).toHaveLength(10);
});
