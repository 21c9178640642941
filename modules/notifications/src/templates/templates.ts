// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { canonicalJson, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { findContact } from '@stoa/identity/contract';
import type * as contract from '../contract.ts';
import type { TemplateContent } from '../contract/templates.ts';
import { smsParts } from '../smpp/text.ts';
import { insertDeliveries } from '../sending/store.ts';
import { wakeSending } from '../sending/wake.ts';
import * as store from './store.ts';
import { asHtml, asText, changesBetween, checkContent, demandValues, samplesOf, say } from './words.ts';

export const templateUnknown = (): never =>
  refuse('missing', 'notifications.template-unknown', 'There is no such published template.');

const digestOf = (content: TemplateContent) => createHash('sha256').update(canonicalJson(content)).digest('hex');

const authorOf = (principal: Principal) =>
  principal.kind === 'person'
    ? { authorId: principal.id, authorName: principal.name }
    : { authorId: principal.kind, authorName: principal.kind };

export async function listTemplates(
  tx: Tx,
  { search }: InputOf<typeof contract.listTemplates>,
): Promise<OutputOf<typeof contract.listTemplates>> {
  const rows = await store.newestOfAll(tx);
  const words = (search ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const items = [...new Set(rows.map(({ code }) => code))].flatMap((code) => {
    const draft = rows.find((row) => row.code === code && row.version === null);
    const newest = rows.find((row) => row.code === code && row.version !== null);
    const { content } = newest ?? draft ?? {};
    if (!content || !words.every((word) => `${code} ${content.title}`.toLowerCase().includes(word))) return [];
    const { title, matter, class: personal, body } = content;
    return [
      {
        ...{ code, title, matter, class: personal, languages: Object.keys(body) },
        ...(newest?.version ? { version: newest.version } : {}),
        ...(newest?.publishedAt ? { publishedAt: newest.publishedAt.toISOString() } : {}),
        ...(draft ? { draftBy: draft.authorName } : {}),
      },
    ];
  });
  return { items };
}

export async function getTemplate(
  tx: Tx,
  { code, version: asked }: InputOf<typeof contract.getTemplate>,
): Promise<OutputOf<typeof contract.getTemplate>> {
  const rows = await store.versionsOf(tx, code);
  if (rows.length === 0) templateUnknown();
  const versions = rows.flatMap(({ id, version, authorName, publisherName, publishedAt }) =>
    version === null || !publishedAt
      ? []
      : [{ id, version, authorName, publisherName: publisherName ?? '', publishedAt: publishedAt.toISOString() }],
  );
  const draft = rows.find((row) => row.version === null);
  const shown = rows.find((row) => row.version !== null && (asked === undefined || row.version === asked));
  const before = rows.find((row) => row.version === (shown?.version ?? 0) - 1);
  return {
    ...{ code, versions },
    ...(shown?.version ? { published: { version: shown.version, content: shown.content } } : {}),
    ...(draft
      ? {
          draft: {
            ...{ content: draft.content, digest: draft.digest, authorName: draft.authorName },
            own: tx.principal.kind === 'person' && draft.authorId === tx.principal.id,
            changedAt: draft.changedAt.toISOString(),
          },
        }
      : {}),
    changes: draft
      ? changesBetween(shown?.content, draft.content)
      : shown && before
        ? changesBetween(before.content, shown.content)
        : [],
  };
}

export async function saveTemplate(tx: Tx, code: string, content: TemplateContent): Promise<{ digest: string }> {
  checkContent(content);
  const digest = digestOf(content);
  await store.putDraft(tx, code, content, digest, authorOf(tx.principal));
  return { digest };
}

/** What was looked at is what is published, and not by whom it was written. */
export async function publishTemplate(tx: Tx, code: string, digest: string): Promise<{ version: number }> {
  const draft = await store.lockDraft(tx, code);
  if (!draft || draft.digest !== digest)
    refuse('conflict', 'notifications.draft-absent', 'The draft was changed or published meanwhile. Look at it again.');
  const { authorId, authorName } = authorOf(tx.principal);
  if (draft.authorId === authorId)
    refuse('forbidden', 'notifications.second-person-needed', 'Somebody else publishes what you have written.');
  return { version: await store.publish(tx, draft.id, authorName, tx.now) };
}

async function newest(tx: Tx, code: string): Promise<store.VersionRow> {
  const [first] = await store.versionsOf(tx, code);
  return first ?? templateUnknown();
}

export async function previewTemplate(
  tx: Tx,
  { code, language, personalisation }: InputOf<typeof contract.previewTemplate>,
): Promise<OutputOf<typeof contract.previewTemplate>> {
  const { content } = await newest(tx, code);
  const values = personalisation ?? samplesOf(content);
  demandValues(content, values);
  const { subject, blocks, short = '' } = say(content, values, language);
  const base = tx.module.publicUrl;
  return {
    subject,
    text: asText(blocks, base),
    html: asHtml(blocks, base),
    short,
    smsParts: short ? smsParts(short).length : 0,
  };
}

/** The samples stand in its placeholders: nobody's data leave for a trial. */
export async function testTemplate(
  module: ModuleRuntime,
  { code, language }: InputOf<typeof contract.testTemplate>,
  principal: Principal,
): Promise<{ id: string }> {
  const personKey = principal.kind === 'person' ? principal.personKey : undefined;
  const email = personKey && (await module.call(findContact, { personKey })).email;
  if (!email) return refuse('conflict', 'notifications.address-unknown', 'Your account has no e-mail address.');
  return module.tx(principal, async (tx) => {
    const { id: templateVersionId, content, version } = await newest(tx, code);
    const [id] = await insertDeliveries(tx, [
      {
        ...{
          channel: 'email',
          matter: content.matter,
          priority: 0,
          language,
          address: email,
          data: samplesOf(content),
        },
        template: { id: templateVersionId, code, version: version ?? 0 },
      },
    ]);
    wakeSending(tx, 'email');
    return { id: id ?? '' };
  });
}
