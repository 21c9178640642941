// SPDX-License-Identifier: Apache-2.0
import { authorise, emit, may, type ModuleRuntime, refuse, servicesFor, type Tx, pageOfRows } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { codeText, groupedCode } from '@stoa/kernel/text';
import {
  applicantIdOf,
  asPerson,
  auditCase,
  factsOf,
  findCase,
  lockCase,
  note,
  notPermitted,
  resourceOf,
  type SentCase,
  subjectsOf,
  todayOf,
  sent,
} from '../case/index.ts';
import {
  accessibleFilePath,
  type listHeld,
  type listOutputs,
  type Output,
  outputFilePath,
  outputRevoked,
  type revokeOutput,
  type verifyOutput,
} from '../contract.ts';
import { dutiesOfCase } from '../tasks/index.ts';
import * as store from './store.ts';

const stateOf = (output: store.OutputRow, today: string): Output['state'] =>
  output.revokedAt ? 'revoked' : output.validUntil && output.validUntil < today ? 'expired' : 'valid';

export const showOutput = (output: store.OutputRow, today: string): Output => ({
  ...{ id: output.id, caseId: output.caseId, caseNumber: output.caseNumber, code: output.code, title: output.title },
  ...{ number: output.number, state: stateOf(output, today), issuedAt: output.issuedAt.toISOString() },
  ...(output.validUntil ? { validUntil: output.validUntil } : {}),
  ...{ sha256: output.sha256, sizeBytes: output.sizeBytes, verificationCode: output.verificationCode },
  file: outputFilePath(output.id),
  ...(output.hasTwin ? { accessibleFile: accessibleFilePath(output.id) } : {}),
});

/** Documents of the applicant acted for, and those about oneself. */
export async function list(tx: Tx, input: InputOf<typeof listOutputs>): Promise<OutputOf<typeof listOutputs>> {
  const person = asPerson(tx.principal);
  const own = person.actingFor ? null : (person.personKey ?? null);
  const services = servicesFor(person.actingFor, 'read');
  const filter = { ...input, services, applicantId: applicantIdOf(person), personKey: own };
  const today = todayOf(tx);
  return pageOfRows(
    input,
    (count) => store.listOutputs(tx, filter, count),
    (output) => showOutput(output, today),
  );
}

/** For the portfolios of everybody. */
export const held = (tx: Tx, input: InputOf<typeof listHeld>): Promise<OutputOf<typeof listHeld>> =>
  pageOfRows(
    input,
    (count) => store.listHeld(tx, input, count),
    ({ serviceId, holderKind, holderId, facts, ...output }) => ({
      ...{ ...showOutput({ ...output, facts }, todayOf(tx)), validUntil: output.validUntil },
      ...{ serviceId, holderKind, holderId, facts },
    }),
  );

/** Public: says only what the package lets everybody see. Refuses: cases.output-unknown. */
export async function verify(tx: Tx, code: string): Promise<OutputOf<typeof verifyOutput>> {
  const output = (await store.findOutput(tx, 'verification_code', groupedCode(codeText(code)))) ?? unknown();
  const file = sent(await findCase(tx, output.caseId));
  const today = todayOf(tx);
  return {
    ...{ code: output.verificationCode, state: stateOf(output, today), title: output.title, number: output.number },
    ...{ office: file.officeName, issuedAt: output.issuedAt.toISOString(), facts: output.facts, sha256: output.sha256 },
    ...(output.validUntil ? { validUntil: output.validUntil } : {}),
    ...(output.revokedAt ? { revokedAt: output.revokedAt.toISOString() } : {}),
  };
}

const unknown = (): never =>
  refuse(
    'missing',
    'cases.output-unknown',
    'No document has this code. Check the code: it is printed under the QR code.',
  );

const erased = (): never =>
  refuse('gone', 'cases.output-erased', 'The file of this document is not kept any more: its term is over.');

/** Refuses: cases.output-unknown, cases.output-revoked. */
export async function revoke(tx: Tx, input: InputOf<typeof revokeOutput>): Promise<Output> {
  const output = (await store.findOutput(tx, 'id', input.id)) ?? unknown();
  const file = sent(await lockCase(tx, output.caseId));
  authorise(tx, resourceOf(file, { duties: await dutiesOfCase(tx, file.id) }));
  if (!(await revokeIn(tx, file, output.id, input.reason)))
    refuse('conflict', 'cases.output-revoked', 'This document was revoked before.');
  return showOutput({ ...output, revokedAt: tx.now }, todayOf(tx));
}

/** In the locked case; false where it was revoked before. */
export async function revokeIn(tx: Tx, file: SentCase, outputId: string, reason: string): Promise<boolean> {
  if (!(await store.revokeOutput(tx, outputId, reason))) return false;
  await note(tx, file.id, 'output-revoked', { outputId, reason });
  await auditCase(tx, file, 'cases.output-revoked');
  const revoked = { ...factsOf(file), outputId, revokedAt: tx.now.toISOString() };
  await emit(tx, outputRevoked, revoked, { subject: file.id });
  return true;
}

/** The signed PDF, or its accessible twin, for who may have it. Refuses: cases.output-unknown, cases.output-erased. */
export function file(
  module: ModuleRuntime,
  principal: Principal,
  id: string,
  twin: boolean,
): Promise<{ pdf: Buffer; name: string }> {
  if (!/^[0-9a-f-]{36}$/.test(id)) unknown();
  return module.tx(principal, async (tx) => {
    const output = (await store.findOutput(tx, 'id', id)) ?? unknown();
    const owner = sent(await findCase(tx, output.caseId));
    const subjects = await subjectsOf(tx, owner.id);
    if (!may(tx, 'cases:read-output', resourceOf(owner, { duties: await dutiesOfCase(tx, owner.id), subjects })))
      notPermitted(principal);
    await auditCase(tx, owner, 'cases.output-read', subjects);
    const pdf = (await store.pdfOf(tx, output.id, twin)) ?? (output.sizeBytes > 0 ? unknown() : erased());
    return { pdf, name: `${output.number}-${output.code}.pdf` };
  });
}
