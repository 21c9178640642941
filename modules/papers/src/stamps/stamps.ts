// SPDX-License-Identifier: Apache-2.0
/** The registration stamp of a document, and sheets of labels; the code on them is the address of its page by number. */
import { type DocumentSummary, getDocument, lookUp } from '@stoa/documents/contract';
import { audit, type ModuleRuntime, refuse } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import QRCode from 'qrcode';
import type { Static } from 'typebox';
import { byNumberPath, type LabelsAsked, type StampAsked } from '../contract.ts';
import { made } from '../thread/thread.ts';
import { type Words, wordsIn } from '../words.ts';

type Numbered = DocumentSummary & { number: string };
const hasNumber = <One extends DocumentSummary>(one: One): one is One & { number: string } => one.number !== undefined;
const notRegistered = (): never =>
  refuse('conflict', 'papers.not-registered', 'The document has no number yet. Register it first.');

async function onLabel(
  module: ModuleRuntime,
  words: Words,
  of: string,
  { institutionId, number, numberedOn, subject }: Numbered,
) {
  const link = `${module.publicUrl}${byNumberPath(institutionId, number)}`;
  const qr = await QRCode.toString(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 1 });
  return { of, number, date: numberedOn ? words.date(numberedOn) : '', subject: subject.slice(0, 120), qr, link };
}

const institutionsOf = async (module: ModuleRuntime, words: Words, ids: readonly string[]) =>
  new Map(
    await Promise.all(
      [...new Set(ids)].map(async (id) => [id, words.text((await module.call(getOrganisation, { id })).name)] as const),
    ),
  );

/** Refuses: papers.not-registered, and what documents refuses of it. */
export async function stamp(module: ModuleRuntime, principal: Principal, { id, language }: Static<typeof StampAsked>) {
  const document = await module.call(getDocument, { id }, { principal });
  if (!hasNumber(document)) return notRegistered();
  const words = wordsIn(language);
  const of = (await institutionsOf(module, words, [document.institutionId])).get(document.institutionId) ?? '';
  const lines = [
    // What came from elsewhere was drawn up by its sender.
    [words('executor'), ['inside', 'hand', 'scan'].includes(document.source) ? document.authorName : ''],
    [
      words('their-number'),
      [document.theirNumber, document.theirDate && words.date(document.theirDate)].filter(Boolean).join(', '),
    ],
    [words('paper-at'), document.paperAt ?? ''],
  ].filter(([, value]) => value);
  await module.tx(principal, (tx) =>
    audit(tx, { action: 'papers.stamp-printed', object: { type: 'document', id: document.id } }),
  );
  const data = {
    title: `${words('stamp')} ${document.number}`,
    language,
    lines,
    ...(await onLabel(module, words, of, document)),
  };
  return { name: data.title, content: await made('typeset', { template: 'stamp', data }) };
}

/** Refuses: papers.not-registered. */
export async function labels(
  module: ModuleRuntime,
  principal: Principal,
  { ids, language }: Static<typeof LabelsAsked>,
) {
  const { items } = await module.call(lookUp, { ids: ids.split(',') }, { principal });
  const numbered = items.filter(hasNumber);
  if (numbered.length === 0) return notRegistered();
  const words = wordsIn(language);
  const institutions = await institutionsOf(
    module,
    words,
    numbered.map(({ institutionId }) => institutionId),
  );
  await module.tx(principal, (tx) =>
    audit(tx, {
      action: 'papers.labels-printed',
      object: { type: 'document', id: numbered[0]?.id ?? '' },
      details: { documents: numbered.map(({ id }) => id) },
    }),
  );
  const all = numbered.map((one) => onLabel(module, words, institutions.get(one.institutionId) ?? '', one));
  const data = { title: words('labels'), language, labels: await Promise.all(all) };
  return { name: data.title, content: await made('typeset', { template: 'labels', data }) };
}
