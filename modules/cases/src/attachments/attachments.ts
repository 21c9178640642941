// SPDX-License-Identifier: Apache-2.0
/** The answer says which files there are; a file without its answer is served to nobody. */
import { hash } from 'node:crypto';
import { type Field, type ServicePackage, askedOf, attachedTo } from '@stoa/catalogue/contract';
import { may, type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { faultSentences, kindOfContent, safeFileName } from '@stoa/kernel/files';
import { auditCase, type CaseFile, findCase, found, notPermitted, resourceOf, touch } from '../case/index.ts';
import type { Attachment, attachFile, removeAttachment } from '../contract.ts';
import { lockDraft } from '../drafts/index.ts';
import { type Answer, answersOf, putAnswer, removeAnswers, subjectKeys } from '../form/index.ts';
import { pinnedPackage } from '../packages/index.ts';
import { dutiesOfCase } from '../tasks/index.ts';
import * as store from './store.ts';

const unknown = (): never =>
  refuse('missing', 'cases.attachment-unknown', 'The application has no such file, or does not ask for one here.');

interface Open {
  readonly file: CaseFile;
  readonly pkg: ServicePackage;
  readonly answers: readonly Answer[];
  readonly files: NonNullable<Field['files']>;
  readonly attached: readonly Attachment[];
}

/** Refuses: cases.case-unknown, cases.not-a-draft, cases.attachment-unknown. */
async function lockField(tx: Tx, id: string, name: string): Promise<Open> {
  const file = await lockDraft(tx, id);
  const pkg = await pinnedPackage(tx.module, file);
  const answers = await answersOf(tx, id);
  const asked = askedOf(pkg, answers).pages.flatMap(({ fields }) => fields);
  const { files } = asked.find((field) => field.name === name) ?? unknown();
  return {
    ...{ file, pkg, answers, files: files ?? unknown() },
    attached: attachedTo(answers.find((answer) => answer.field === name)),
  };
}

async function keep(tx: Tx, { file, pkg, answers }: Open, field: string, attached: readonly Attachment[], act: string) {
  const revision = await touch(tx, file.id);
  if (attached.length === 0) await removeAnswers(tx, file.id, [field]);
  else await putAnswer(tx, file.id, field, attached, { source: 'typed', revision });
  await auditCase(tx, file, act, subjectKeys(tx, file, pkg, answers));
}

/** Refuses: cases.attachment-unknown, -kind, -large, -refused, cases.attachments-full. */
export async function attach(tx: Tx, input: InputOf<typeof attachFile>): Promise<OutputOf<typeof attachFile>> {
  const open = await lockField(tx, input.id, input.field);
  const { accept, maxBytes, most } = open.files;
  const bytes = Buffer.from(input.content, 'base64');
  const name = safeFileName(input.name);
  const known = kindOfContent(name, bytes);
  if (bytes.length > maxBytes)
    refuse(
      'invalid',
      'cases.attachment-large',
      `${name} is larger than ${maxBytes} bytes. Save it smaller and try again.`,
    );
  if (typeof known === 'string' && known !== 'kind-unknown')
    return refuse('invalid', 'cases.attachment-refused', `${name}: ${faultSentences[known]}`);
  if (typeof known === 'string' || !accept.includes(known.mimeType))
    return refuse('invalid', 'cases.attachment-kind', `${name} must be one of: ${accept.join(', ')}.`);
  if (most > 1 && open.attached.length >= most)
    refuse(
      'conflict',
      'cases.attachments-full',
      `There are ${most} files already. Remove one before you attach another.`,
    );
  const kept = most === 1 ? [] : open.attached;
  for (const { id } of open.attached) if (!kept.some((one) => one.id === id)) await store.deleteFile(tx, input.id, id);
  const file = {
    ...{ id: newId(), name, contentType: known.mimeType, size: bytes.length },
    sha256: hash('sha256', bytes, 'hex'),
  };
  await store.insertFile(tx, input.id, input.field, file.id, bytes);
  await keep(tx, open, input.field, [...kept, file], 'cases.attachment-added');
  return file;
}

/** Refuses: cases.attachment-unknown. */
export async function remove(tx: Tx, input: InputOf<typeof removeAttachment>): Promise<{ id: string }> {
  const open = await lockField(tx, input.id, input.field);
  const rest = open.attached.filter(({ id }) => id !== input.attachmentId);
  if (rest.length === open.attached.length) unknown();
  await store.deleteFile(tx, input.id, input.attachmentId);
  await keep(tx, open, input.field, rest, 'cases.attachment-removed');
  return { id: input.id };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The bytes, for who may read the answers. Refuses: cases.case-unknown, cases.attachment-unknown. */
export function fileFor(
  module: ModuleRuntime,
  principal: Principal,
  { id, attachmentId }: { id: string; attachmentId: string },
): Promise<Attachment & { bytes: Buffer; inline: boolean }> {
  if (![id, attachmentId].every((one) => uuid.test(one))) unknown();
  return module.tx(principal, async (tx) => {
    const file = found(await findCase(tx, id));
    if (!may(tx, 'cases:read-answers', resourceOf(file, { duties: await dutiesOfCase(tx, id) })))
      notPermitted(principal);
    const pkg = await pinnedPackage(tx.module, file);
    const answers = await answersOf(tx, id);
    const attached = pkg.fields.flatMap(({ name, files }) =>
      files ? attachedTo(answers.find(({ field }) => field === name)) : [],
    );
    const one = attached.find((candidate) => candidate.id === attachmentId) ?? unknown();
    const bytes = (await store.contentOf(tx, id, attachmentId)) ?? unknown();
    await auditCase(tx, file, 'cases.attachment-read', subjectKeys(tx, file, pkg, answers));
    const known = kindOfContent(one.name, bytes);
    return { ...one, bytes, inline: typeof known === 'object' && known.inline };
  });
}
