// SPDX-License-Identifier: Apache-2.0
import {
  addFile,
  containerPath,
  cancelDocument,
  changeDocument,
  explainAccess,
  filePath,
  fileDocument,
  finishDocumentSignature,
  getDocument,
  getRules,
  listPossibleDoubles,
  lockDocument,
  prepareDocumentSignature,
  registerDocument,
  removeFile,
  unlockDocument,
} from '@stoa/documents/contract';
import { dateText } from '@stoa/kernel/text';
import { getOrganisation, getStructure } from '@stoa/organisations/contract';
import { stampPath } from '@stoa/papers/contract';
import { listOwnCertificates } from '@stoa/signing/contract';
import {
  again,
  definePage,
  Elsewhere,
  type Form,
  type Outcome,
  type PageContext,
  type PropsOf,
  redirect,
} from '../../server/page.ts';
import { readCard } from './card-form.ts';
import { chanceryDuties, rowOf } from './chancery.ts';
import { authoritiesFor, deliveryActs, deliveryOf } from './delivery.ts';
import { workActs, workOf } from './work.ts';

const path = '/documents/:id';

async function documentOf({ call, params, text }: Pick<PageContext, 'call' | 'text'> & { params: { id: string } }) {
  const document = await call(getDocument, { id: params.id });
  const { rules } = await call(getRules, { institutionId: document.institutionId });
  const kind = rules.kinds.find(({ code }) => code === document.kind);
  const kinds = rules.kinds.map((one) => ({ code: one.code, text: text(one.title) }));
  return { document, rules, kind, kinds };
}

export const documentPage = definePage({
  path,
  duty: chanceryDuties,
  component: 'documents/DocumentPage',
  load: async (context) => {
    if (!/^[0-9a-f-]{36}$/.test(context.params.id)) throw new Elsewhere('/documents/list');
    const { call, text, params } = context;
    // It tells documents first what is still owed, so that the page below shows it.
    const work = await workOf(context, params.id);
    const { document, rules, kind, kinds } = await documentOf(context);
    const [institution, { posts }, access, doubles, keys, delivery, authorities] = await Promise.all([
      call(getOrganisation, { id: document.institutionId }),
      call(getStructure, { id: document.institutionId }),
      call(explainAccess, { id: params.id }),
      document.state === 'received' ? call(listPossibleDoubles, { id: params.id }) : { items: [] },
      document.may.includes('sign') ? call(listOwnCertificates, {}) : { items: [] },
      deliveryOf(context, params.id),
      authoritiesFor(context, document),
    ]);
    const titles = new Map(posts.map(({ title }) => [title.en, text(title)]));
    // The history keeps a post by its English title; who reads sees the title that it has now.
    const inWords = ({ post, ...facts }: (typeof document.history)[number]['facts']) => ({
      ...facts,
      ...(post === undefined ? {} : { post: titles.get(String(post)) ?? post }),
    });
    return {
      ...{ work, delivery, authorities },
      ...rowOf(document, kinds),
      stamp: document.number ? stampPath(document.id, context.language) : undefined,
      institution: text(institution.name),
      clause: kind?.clause,
      ...{ revision: document.revision, version: document.version, source: document.source, paperAt: document.paperAt },
      ...{
        fileIndex: document.fileIndex,
        lateReason: document.lateReason,
        lockedBy: document.lockedBy,
        may: document.may,
      },
      card: (kind?.fields ?? []).map(({ code, title, format }) => ({
        title: text(title),
        format,
        value: document.card[code] ?? '',
      })),
      files: document.files.map((file) => ({ ...file, href: filePath(document.id, file.id) })),
      earlierFiles: document.earlierFiles.map((file) => ({ ...file, href: filePath(document.id, file.id) })),
      signatures: document.signatures.map(({ post, ...one }) => ({ ...one, post: post ? text(post) : '' })),
      container: document.signatures.length > 0 ? containerPath(document.id) : undefined,
      keys: keys.items
        .filter((one) => one.state === 'valid' && one.organisationId === document.institutionId)
        .map((one) => ({ value: one.id, custody: one.custody, until: one.validUntil })),
      links: document.links.map(({ as, mine, document: other }) => ({ as, mine, ...rowOf(other, kinds) })),
      history: document.history.map((line) => ({ ...line, facts: inWords(line.facts) })),
      doubles: doubles.items.map((one) => ({ why: one.why, ...rowOf(one, kinds) })),
      access: access.all.map((one) => ({
        ...one,
        title: one.title && text(one.title),
        mine: access.mine.some(
          (mine) => mine.postId === one.postId && mine.personId === one.personId && mine.as === one.as,
        ),
      })),
      fileIndexes: rules.files.map(({ index, title }) => ({ value: index, text: `${index} ${text(title)}` })),
    };
  },
  act: (context, form) => {
    const all = { ...acts, ...workActs, ...deliveryActs };
    return all[form.get('_signature') ? 'finish-signature' : form.get('_do')]?.(context, form) ?? again([]);
  },
});
export type DocumentProps = PropsOf<typeof documentPage>;

type Act = (context: PageContext<typeof path>, form: Form) => Promise<Outcome>;
const backWith = (id: string, notice: string) => redirect(`/documents/${id}`, { notice });
const acts: Readonly<Record<string, Act>> = {
  sign: async ({ call, params: { id } }, form) => {
    const certificateId = form.get('certificateId');
    if (certificateId === '') return again([{ field: 'certificateId', code: 'documents.key-missing' }]);
    const { signatureId, ...prepared } = await call(prepareDocumentSignature, { id, certificateId });
    return again([], { result: { id: signatureId, ...prepared } });
  },
  'finish-signature': async ({ call, params: { id } }, form) => {
    const [value, code] = [form.get('value'), form.get('code')];
    await call(finishDocumentSignature, {
      ...{ id, signatureId: form.get('_signature') },
      ...(value ? { value } : {}),
      ...(code ? { code } : {}),
    });
    return backWith(id, 'document-signed');
  },
  register: async ({ call, params: { id } }, form) => {
    const on = form.get('on') === '' ? undefined : dateText(form.get('on'));
    if (form.get('on') !== '' && !on) return again([{ field: 'on', code: 'documents.date-unclear' }]);
    await call(registerDocument, {
      id,
      ...(on ? { on } : {}),
      ...(form.get('reason') ? { reason: form.get('reason') } : {}),
      ...(/^\d{1,6}$/.test(form.get('reserved')) ? { reserved: Number(form.get('reserved')) } : {}),
      ...(form.get('noDouble') === 'yes' ? { noDouble: true } : {}),
    });
    return backWith(id, 'document-registered');
  },
  'add-file': async ({ call, params: { id } }, form) => {
    const file = form.files.file;
    if (!file) return again([{ field: 'file', code: 'documents.file-missing' }]);
    const role = form.get('role') === 'annex' ? 'annex' : 'main';
    await call(addFile, { id, name: file.fileName.slice(-200), content: file.body.toString('base64'), role });
    return backWith(id, 'file-added');
  },
  'remove-file': async ({ call, params: { id } }, form) => {
    await call(removeFile, { id, fileId: form.get('fileId') });
    return backWith(id, 'file-removed');
  },
  lock: async ({ call, params: { id } }) => {
    await call(lockDocument, { id });
    return backWith(id, 'document-locked');
  },
  unlock: async ({ call, params: { id } }) => {
    await call(unlockDocument, { id });
    return backWith(id, 'document-unlocked');
  },
  cancel: async ({ call, params: { id } }, form) => {
    if (form.get('why').length < 3) return again([{ field: 'why', code: 'documents.reason-missing' }]);
    await call(cancelDocument, { id, reason: form.get('why') });
    return backWith(id, 'document-cancelled');
  },
  file: async ({ call, params: { id } }, form) => {
    await call(fileDocument, { id, fileIndex: form.get('fileIndex') });
    return backWith(id, 'document-filed');
  },
};

const editPath = '/documents/:id/card';
export const documentCardPage = definePage({
  path: editPath,
  duty: chanceryDuties,
  component: 'documents/CardPage',
  load: async (context) => {
    const { document, kind } = await documentOf(context);
    if (!document.may.includes('change')) throw new Elsewhere(`/documents/${document.id}`);
    return {
      ...{
        id: document.id,
        subject: document.subject,
        revision: document.revision,
        label: document.label,
        number: document.number,
      },
      ...{
        theirNumber: document.theirNumber,
        theirDate: document.theirDate,
        dueOn: document.dueOn,
        paperAt: document.paperAt,
      },
      correspondents: document.correspondents.map(({ name }) => name),
      direction: document.direction,
      highestLabel: kind?.highestLabel ?? 0,
      fields: (kind?.fields ?? []).map((field) => ({
        ...field,
        title: context.text(field.title),
        value: document.card[field.code],
      })),
    };
  },
  act: async (context, form) => {
    const { kind } = await documentOf(context);
    const { errors, card } = await readCard(context, form, kind ?? { fields: [] });
    if (errors.length > 0) return again(errors);
    const { id } = context.params;
    await context.call(changeDocument, { id, revision: Number(form.get('revision')) || 1, ...card });
    return backWith(id, 'document-changed');
  },
});
export type DocumentCardProps = PropsOf<typeof documentCardPage>;
