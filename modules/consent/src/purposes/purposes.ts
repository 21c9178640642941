// SPDX-License-Identifier: Apache-2.0
/** From the draft of a purpose to what people are asked. */
import { canonicalJson, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import { type InputOf, languages, type OutputOf } from '@stoa/kernel/contract';
import { hash } from 'node:crypto';
import { countGiven } from '../acts/store.ts';
import type * as contract from '../contract.ts';
import type { Purpose, PurposeContent, PurposeVersion } from '../contract.ts';
import { asPerson, officeName } from '../people.ts';
import * as store from './store.ts';

export const digestOf = (content: PurposeContent): string => hash('sha256', canonicalJson(content), 'hex');

const shown = (tx: Tx, { code, version, digest, content, publishedAt }: store.VersionRow): Purpose => ({
  ...{ code, digest, content, version: version ?? 0, controller: officeName(tx, content.controllerId) },
  publishedAt: (publishedAt ?? tx.now).toISOString(),
});

export async function listPurposes(tx: Tx): Promise<{ items: Purpose[] }> {
  return { items: (await store.published(tx)).map((row) => shown(tx, row)) };
}

/** Refuses: consent.purpose-unknown. */
export async function getPurpose(tx: Tx, { code }: { code: string }): Promise<Purpose> {
  const [row] = await store.published(tx, code);
  return shown(tx, row ?? refuse('missing', 'consent.purpose-unknown', 'There is no such purpose that is asked for.'));
}

const versionShown = (tx: Tx, row: store.VersionRow): PurposeVersion => ({
  ...{ digest: row.digest, content: row.content, authorName: row.authorName, changedAt: row.changedAt.toISOString() },
  ...(row.version === null ? {} : { version: row.version }),
  ...(row.publisherName === null ? {} : { publisherName: row.publisherName }),
  ...(row.publishedAt === null ? {} : { publishedAt: row.publishedAt.toISOString() }),
  own: tx.principal.kind === 'person' && tx.principal.id === row.authorId,
});

export async function listVersions(
  tx: Tx,
  { code }: { code: string },
): Promise<OutputOf<typeof contract.listVersions>> {
  const rows = await store.versionsOf(tx, code);
  const given = await countGiven(tx, code, await store.askedAnewAt(tx, code));
  return { items: rows.map((row) => versionShown(tx, row)), given };
}

export async function listDrafts(tx: Tx): Promise<OutputOf<typeof contract.listDrafts>> {
  const rows = await store.drafts(tx);
  return {
    items: rows.map(({ code, content, authorName, changedAt }) => ({
      ...{ code, title: content.title, authorName, changedAt: changedAt.toISOString() },
    })),
  };
}

/** Refuses: consent.controller-unknown. */
export async function draftPurpose(
  tx: Tx,
  { code, content }: InputOf<typeof contract.draftPurpose>,
): Promise<PurposeVersion> {
  const { id, name } = asPerson(tx);
  if (!tx.module.country.office(content.controllerId))
    refuse(
      'invalid',
      'consent.controller-unknown',
      'No office of the directory has this id. Choose who answers for it.',
    );
  await store.putDraft(tx, { code, content, digest: digestOf(content), authorId: id, authorName: name });
  return drafted(tx, code);
}
async function drafted(tx: Tx, code: string): Promise<PurposeVersion> {
  const draft = await store.lockDraft(tx, code);
  if (!draft) return refuse('missing', 'consent.draft-unknown', 'Nobody has drafted this purpose.');
  return versionShown(tx, draft);
}

/** Texts that lack a language, by name. */
export const untranslated = ({ title, explanation, benefit, law }: PurposeContent): string[] =>
  Object.entries({ title, explanation, benefit, law: law.title, article: law.article }).flatMap(([name, text]) =>
    languages.filter((language) => !text[language]?.trim()).map((language) => `${name} (${language})`),
  );

/** Refuses: consent.draft-unknown, consent.draft-changed, consent.own-draft, consent.languages-missing. */
export async function publishPurpose(
  tx: Tx,
  { code, digest }: InputOf<typeof contract.publishPurpose>,
): Promise<PurposeVersion> {
  const { id, name } = asPerson(tx);
  const draft = await store.lockDraft(tx, code);
  if (!draft) return refuse('missing', 'consent.draft-unknown', 'Nobody has drafted this purpose, or it is published.');
  if (draft.digest !== digest)
    refuse('conflict', 'consent.draft-changed', 'The draft was changed since you read it. Read it again.');
  if (draft.authorId === id) refuse('conflict', 'consent.own-draft', 'You wrote it. Another person publishes it.');
  const missing = untranslated(draft.content);
  if (missing.length > 0)
    refuse(
      'conflict',
      'consent.languages-missing',
      `People must read it in their language. Missing: ${missing.join(', ')}.`,
    );
  await store.publishDraft(tx, draft.id, { id, name });
  const [row] = await store.published(tx, code);
  return versionShown(tx, row ?? draft);
}

const pack = { id: 'country', name: 'Country pack' };

/** What the country asks for, where nobody here knows it yet; from then on people of this installation keep it. */
export const enterCountryPurposes = (module: ModuleRuntime): Promise<void> =>
  module.tx({ kind: 'system' }, async (tx) => {
    await store.lockPurposes(tx);
    for (const { code, ...purpose } of module.country.personalData?.purposes ?? []) {
      if (await store.isKnown(tx, code)) continue;
      const content = structuredClone({ ...purpose, asksAnew: false }) as PurposeContent;
      await store.putDraft(tx, { code, content, digest: digestOf(content), authorId: pack.id, authorName: pack.name });
      const draft = await store.lockDraft(tx, code);
      if (draft) await store.publishDraft(tx, draft.id, { id: 'installation', name: pack.name });
    }
  });
