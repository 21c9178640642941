// SPDX-License-Identifier: Apache-2.0
/** Before an institution is admitted nothing goes to it or comes from it; practice never meets work. */
import { randomUUID } from 'node:crypto';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour } from './people.ts';
import { ministries } from './world.ts';

const { b, admit, clerk, outgoing, send, copies, pass, turn, arrived, speaker } = await ministries();

test('who is not admitted cannot send over the exchange, nor send again what came back', async () => {
  const { id } = await outgoing();
  await admit(labour, false);
  await expect(send(id)).rejects.toMatchObject({ code: 'correspondence.not-admitted' });
  expect(await copies(id)).toEqual([]);
  await admit(labour);
  await send(id);
  const [copy] = await copies(id);
  await admit(labour, false);
  await expect(b.call(contract.resendCopy, { id: copy?.id ?? '' }, clerk)).rejects.toMatchObject({
    code: 'correspondence.not-admitted',
  });
  await admit(labour);
});

test('to who is not admitted it goes on paper', async () => {
  await admit(interior, false);
  const { id } = await outgoing();
  await send(id);
  expect(await copies(id)).toMatchObject([{ way: 'print', state: 'queued' }]);
  await admit(interior);
});

test('what is under way when an admission ends is refused there, and what was delivered goes on', async () => {
  const [first, second] = [await outgoing(), await outgoing()];
  await send(first.id);
  await pass(first.id, 'delivered');
  await send(second.id);
  await admit(interior, false);
  const copy = await pass(second.id, 'refused');
  expect(copy.reason).toMatchObject({ code: 'not-admitted' });
  const [came] = await arrived();
  expect(came?.state).toBe('delivered');
  expect(await copies(first.id)).toMatchObject([{ state: 'delivered' }]);
  await admit(interior);
});

test('an envelope to a practice institution is taken only from the practice partner', async () => {
  const messageId = randomUUID();
  const file = { name: 'a.pdf', mimeType: 'application/pdf', size: 1, sha256: '0'.repeat(64), role: 'main' as const };
  const envelope = {
    ...{
      id: randomUUID(),
      number: '1',
      date: '2026-11-27',
      kind: 'outgoing',
      subject: 'Trick',
      language: 'en',
      label: 0,
    },
    sender: { institutionId: `PRACTICE-${labour}`, name: 'X' },
    addressee: { institutionId: `PRACTICE-${interior}`, name: 'Y' },
    files: [file],
  };
  await speaker(labour).sendRequest({ messageId, type: contract.messageType(interior), content: { envelope } });
  const answer = await eventually(async () => {
    await turn();
    const [row] = await b.sql<{ answer: { content: unknown } }>(
      'select answer from exchange.mailbox_response where request_id = $1',
      [messageId],
    );
    expect(row).toBeDefined();
    return row?.answer.content;
  });
  expect(answer).toMatchObject({ refused: { code: 'wrong-addressee' } });
});

test('only the module that keeps the decision of two admits, and everybody who sends sees who takes part', async () => {
  await expect(b.call(contract.setAdmission, { institutionId: labour, admitted: true }, clerk)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  const look = (institutionId: string) => b.call(contract.getParticipant, { institutionId }, clerk);
  expect(await look(labour)).toMatchObject({ onExchange: true, admitted: true, served: true });
  expect(await look('XM-QUALITY-AGENCY')).toMatchObject({ onExchange: true, admitted: false, served: false });
  expect(await look('XM-01-LABOUR')).toEqual({ onExchange: false, admitted: false, served: false });
});
