// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import * as docs from '@stoa/documents/contract';
import { readContainer } from '@stoa/kernel/asic';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { interior, labour, work } from './people.ts';
import { ministries } from './world.ts';

const { b, clerk, clerk2, stranger, outgoing, send, pass, arrived } = await ministries();

const seal = (module: string) => b.platform.modules.get(module)?.sequencer.flush();
const trace = async (documentId: string, as = clerk) =>
  (await b.call(contract.traceDocument, { documentId }, as)).items;

test('the way of a document reads the same at both institutions, and each step leads to its message', async () => {
  const { id, number } = await outgoing();
  await send(id);
  await pass(id, 'delivered');
  const there = (await arrived())[0]?.documentId ?? '';
  const registered = await b.call(docs.registerDocument, { id: there }, clerk2);
  await pass(id, 'registered');
  await b.call(docs.moveDocument, { id: there, to: 'in-execution', what: 'resolved', key: 'r' }, work);
  await pass(id, 'in-execution');
  await b.call(docs.moveDocument, { id: there, to: 'executed', what: 'executed', key: 'e' }, work);
  await pass(id, 'executed');

  const here = await trace(id);
  expect(here.map(({ by, step }) => `${by.institutionId} ${step}`)).toEqual([
    ...[`${labour} queued`, `${labour} sent`, `${interior} delivered`, `${interior} registered`],
    ...[`${interior} in-execution`, `${interior} executed`],
  ]);
  expect(here[0]).toMatchObject({ number });
  expect(here[3]).toMatchObject({ number: registered.number, date: registered.numberedOn });
  const theirs = await trace(there, clerk2);
  expect(theirs.map(({ by, step }) => `${by.institutionId} ${step}`)).toEqual([
    ...[`${labour} sent`, `${interior} registered`, `${interior} in-execution`, `${interior} executed`],
  ]);
  const proofs = (items: typeof here, step: string) => items.find((one) => one.step === step)?.messageId;
  for (const step of ['sent', 'registered', 'in-execution', 'executed'])
    expect([step, proofs(here, step)]).toEqual([step, proofs(theirs, step) ?? 'missing']);
});

test('who sees the document takes along what proves each step, and nobody else does', async () => {
  const { id } = await outgoing();
  await send(id);
  await pass(id, 'delivered');
  const messageId = (await trace(id)).find(({ step }) => step === 'delivered')?.messageId ?? '';
  // Its sender signs the root of its session within a second; only the end of the ledger is not waited for.
  const proof = await eventually(async () => {
    await seal('exchange');
    return b.call(contract.exportProof, { documentId: id, messageId }, clerk);
  });
  const read = readContainer(Buffer.from(proof.container, 'base64'));
  if (typeof read === 'string') throw new Error(read);
  expect(read.signatures.size).toBe(1);

  const other = await outgoing();
  await expect(b.call(contract.exportProof, { documentId: other.id, messageId }, clerk)).rejects.toMatchObject({
    code: 'correspondence.proof-unknown',
  });
  await expect(b.call(contract.exportProof, { documentId: id, messageId: randomUUID() }, clerk)).rejects.toMatchObject({
    code: 'correspondence.proof-unknown',
  });
  const unknown = { code: 'documents.document-unknown' };
  await expect(trace(id, stranger)).rejects.toMatchObject(unknown);
  await expect(b.call(contract.exportProof, { documentId: id, messageId }, stranger)).rejects.toMatchObject(unknown);
});

test('what was done to a document stands in the ledger, line by line', async () => {
  const { id } = await outgoing();
  await seal('documents');
  const { history } = await b.call(docs.getDocument, { id }, clerk);
  expect(history.length).toBeGreaterThan(2);
  expect(new Set(history.map(({ leafIndex }) => leafIndex)).size).toBe(history.length);
  expect(history.every(({ leafIndex }) => leafIndex !== undefined)).toBe(true);
});
