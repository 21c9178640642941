// SPDX-License-Identifier: Apache-2.0
/** What goes to the post: made of registered outgoing documents, printed, its postal numbers filled in later. */
import { type Correspondent, type DocumentSummary, lookUp } from '@stoa/documents/contract';
import { authorise, type ModuleRuntime, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import { inLanguage, type InputOf, type OutputOf, type Principal } from '@stoa/kernel/contract';
import { getOrganisation } from '@stoa/organisations/contract';
import { chanceryOf, nameOf } from '../access/chancery.ts';
import * as contract from '../contract.ts';
import { made } from '../thread/thread.ts';
import { wordsIn } from '../words.ts';
import * as store from './store.ts';

const shown = ({ at, printedAt, ...one }: store.DispatchFacts) => ({
  ...one,
  at: at.toISOString(),
  ...(printedAt ? { printedAt: printedAt.toISOString() } : {}),
});

export const listDispatches = (
  tx: Tx,
  { institutionId, cursor, limit }: InputOf<typeof contract.listDispatches>,
): Promise<OutputOf<typeof contract.listDispatches>> => {
  authorise(tx, chanceryOf(institutionId));
  return pageOfRows(
    { limit },
    (count) => store.dispatchesOf(tx, institutionId, cursor ?? null, count),
    ({ pieces, ...one }) => ({ ...shown(one), pieces }),
  );
};

const mostPieces = 500;

async function addressOf(tx: Tx, { organisationId, address }: Correspondent, language: string): Promise<string> {
  if (address || !organisationId) return address ?? '';
  const found = await tx.call(getOrganisation, { id: organisationId });
  return found.address ? inLanguage(found.address, language) : '';
}

/** Refuses: papers.document-unknown, papers.not-outgoing, papers.nobody-addressed, papers.dispatch-too-long. */
export async function makeDispatch(
  tx: Tx,
  { institutionId, on, language, documents }: InputOf<typeof contract.makeDispatch>,
): Promise<{ id: string }> {
  authorise(tx, chanceryOf(institutionId));
  const { items } = await tx.call(lookUp, { ids: documents });
  const chosen = documents.map(
    (id) =>
      items.find((one) => one.id === id && one.institutionId === institutionId) ??
      refuse('missing', 'papers.document-unknown', 'One of these documents is not there, or not for you to see.'),
  );
  if (chosen.some(({ direction, number }) => direction !== 'outgoing' || !number))
    refuse('invalid', 'papers.not-outgoing', 'Only outgoing documents that have their number go to the post.');
  const pieces = chosen.flatMap((document) => document.correspondents.map((to) => ({ document, to })));
  if (pieces.length === 0)
    refuse(
      'invalid',
      'papers.nobody-addressed',
      'Nobody is addressed in these documents. Name the addressees on their cards.',
    );
  if (pieces.length > mostPieces)
    refuse('too-large', 'papers.dispatch-too-long', `A list has at most ${mostPieces} rows. Make two of it.`);
  const id = await store.insertDispatch(tx, { institutionId, on, byName: nameOf(tx) });
  for (const [at, { document, to }] of pieces.entries())
    await store.writeRow(tx, id, {
      ...{ place: at + 1, documentId: document.id, addressee: to.name, address: await addressOf(tx, to, language) },
      ...{ post: 'ordinary', copies: 1, tracking: null },
    });
  return { id };
}

const unknown = (): never =>
  refuse('missing', 'papers.dispatch-unknown', 'There is no such dispatch list or row, or it is not for you to see.');

/** The list, and of its documents those that whoever asks may see. Refuses: papers.dispatch-unknown. */
async function opened(tx: Tx, id: string, held = false) {
  const dispatch = (await store.findDispatch(tx, id, held)) ?? unknown();
  authorise(tx, chanceryOf(dispatch.institutionId));
  const rows = await store.rowsOf(tx, id);
  const { items } = await tx.call(lookUp, { ids: [...new Set(rows.map(({ documentId }) => documentId))] });
  return { dispatch, rows, documents: new Map(items.map((one) => [one.id, one])) };
}

function sumsOf(rows: readonly store.RowFacts[]): contract.Dispatch['sums'] {
  const sum = (of: readonly store.RowFacts[]) => ({
    documents: new Set(of.map(({ documentId }) => documentId)).size,
    pieces: of.length,
    copies: of.reduce((all, { copies }) => all + copies, 0),
  });
  return [...contract.postKinds.map((post) => ({ post, ...sum(rows.filter((row) => row.post === post)) })), sum(rows)];
}

/** A row of a document that is not for whoever asks is a place in the list, and nothing more. */
const rowShown = (row: store.RowFacts, document: DocumentSummary | undefined): contract.DispatchRow => ({
  ...{ place: row.place, documentId: row.documentId, post: row.post, copies: row.copies },
  ...(document && {
    ...{ addressee: row.addressee, address: row.address },
    ...(document.number ? { number: document.number } : {}),
    ...(document.numberedOn ? { numberedOn: document.numberedOn } : {}),
    ...(row.tracking ? { tracking: row.tracking } : {}),
  }),
});

export async function getDispatch(tx: Tx, { id }: { id: string }): Promise<contract.Dispatch> {
  const { dispatch, rows, documents } = await opened(tx, id);
  const prints = await store.printsOf(tx, id);
  return {
    ...shown(dispatch),
    rows: rows.map((row) => rowShown(row, documents.get(row.documentId))),
    sums: sumsOf(rows),
    prints: prints.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
  };
}

/** Refuses: papers.dispatch-unknown, papers.dispatch-printed. */
export async function changeDispatchRow(
  tx: Tx,
  { id, place, tracking, ...asked }: InputOf<typeof contract.changeDispatchRow>,
): Promise<{ id: string }> {
  const { dispatch, rows, documents } = await opened(tx, id, true);
  const row = rows.find((one) => one.place === place && documents.has(one.documentId)) ?? unknown();
  const changes = Object.entries(asked).some(([name, value]) => row[name as keyof typeof asked] !== value);
  if (changes && dispatch.printedAt)
    refuse('conflict', 'papers.dispatch-printed', 'The list was printed: only its postal numbers are filled in now.');
  await store.writeRow(tx, id, {
    ...row,
    ...asked,
    tracking: tracking === undefined ? row.tracking : tracking || null,
  });
  return { id };
}

/** Refuses: papers.address-missing. */
export async function printDispatch(tx: Tx, { id }: { id: string }): Promise<{ id: string; printId: string }> {
  const { rows } = await opened(tx, id, true);
  if (rows.some(({ address }) => address.trim() === ''))
    refuse('invalid', 'papers.address-missing', 'A row has no address. Fill in all of them before you print the list.');
  return { id, printId: await store.insertPrint(tx, id, nameOf(tx)) };
}

/** Refuses: papers.dispatch-unknown. */
export async function dispatchPaper(
  module: ModuleRuntime,
  principal: Principal,
  { id, printId, language }: { id: string; printId: string; language: Parameters<typeof wordsIn>[0] },
): Promise<{ name: string; content: Uint8Array }> {
  const dispatch = await module.call(contract.getDispatch, { id }, { principal });
  const print = dispatch.prints.find((one) => one.id === printId) ?? unknown();
  const institution = await module.call(getOrganisation, { id: dispatch.institutionId });
  const words = wordsIn(language);
  const { calendar } = module.country;
  const title = words('dispatch', { n: `${dispatch.n}/${dispatch.year}`, date: words.date(dispatch.on) });
  const content = await made('typeset', {
    template: 'dispatch',
    data: {
      ...{ title, language, of: words.text(institution.name), page: words('page') },
      printed: words('printed', { name: print.byName, date: words.date(calendar.localDate(new Date(print.at))) }),
      head: (['place', 'number', 'date', 'addressee', 'address', 'post-kind', 'copies', 'tracking'] as const).map(
        (one) => words(one),
      ),
      rows: dispatch.rows.map((row) => [
        ...[String(row.place), row.number ?? '', row.numberedOn ? words.date(row.numberedOn) : ''],
        ...[row.addressee ?? words('not-for-you'), row.address ?? '', words(`post-${row.post}`)],
        ...[String(row.copies), row.tracking ?? ''],
      ]),
      sums: dispatch.sums.map(({ post, ...sum }) => [
        ...[
          words(post ? `post-${post}` : 'together'),
          words('sums', { documents: sum.documents, pieces: sum.pieces, copies: sum.copies }),
        ],
      ]),
      signed: [words('handed-over'), words('taken-over')],
    },
  });
  return { name: title, content };
}
