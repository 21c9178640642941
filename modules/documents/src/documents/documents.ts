// SPDX-License-Identifier: Apache-2.0
/** Cards: drawn up by an institution's people, changed until there is a number, read by who may see them. */
import { authorise, emit, may, pageOfRows, readCursor, refuse, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import { chanceryOf } from '../access/resource.ts';
import { clearanceAt } from '../access/seeing.ts';
import * as contract from '../contract.ts';
import type { Card, DocumentState, Kind } from '../contract.ts';
import { filesOf } from '../files/store.ts';
import { kindOf, rulesOf, today } from '../norms/norms.ts';
import { note, historyOf } from '../history/store.ts';
import { changeable, demandMove, mayMove, stateForbids } from './moves.ts';
import * as queries from './queries.ts';
import { summaryOf } from './shown.ts';
import { signaturesOf } from '../signing/store.ts';
import * as store from './store.ts';
import type { DocumentRow } from './store.ts';

export const unknownDocument = (): never =>
  refuse('missing', 'documents.document-unknown', 'There is no such document, or it is not for you to see.');

/** To write it, by somebody who works in its chancery. Refuses: documents.document-unknown. */
export async function heldDocument(tx: Tx, id: string): Promise<DocumentRow> {
  const document = (await store.lockDocument(tx, id)) ?? unknownDocument();
  authorise(tx, chanceryOf(document.institutionId));
  return document;
}

const heldDuties = (tx: Tx) => (tx.principal.kind === 'person' ? tx.principal.duties : []);

/** Refuses: documents.clearance-lacking, documents.label-too-high. */
function checkLabel(tx: Tx, institutionId: string, kind: Kind, label: number): void {
  if (label > clearanceAt(heldDuties(tx), institutionId))
    refuse(
      'forbidden',
      'documents.clearance-lacking',
      'You are not cleared for this label. Choose a lower one, or ask somebody who is.',
    );
  if (label > kind.highestLabel)
    refuse(
      'invalid',
      'documents.label-too-high',
      'Documents of this kind never have such a label. Choose a lower one.',
    );
}

/** Refuses: documents.card-field-unknown. */
export function checkCard(kind: Kind, card: Card): void {
  for (const code of Object.keys(card))
    if (!kind.fields.some((field) => field.code === code))
      refuse('invalid', 'documents.card-field-unknown', `A document of this kind has no field ${code}.`);
}

/** Refuses as the operation declares. */
export async function createDocument(
  tx: Tx,
  input: InputOf<typeof contract.createDocument>,
): Promise<OutputOf<typeof contract.createDocument>> {
  const { institutionId, replyTo } = input;
  authorise(tx, chanceryOf(institutionId));
  const kind = kindOf(await rulesOf(tx, institutionId), input.kind);
  const incoming = kind.direction === 'incoming';
  if (incoming && !may(tx, 'documents:register', chanceryOf(institutionId)))
    refuse('forbidden', 'documents.clerk-needed', 'What comes in is entered by a clerk. Give it to the chancery.');
  const { label = 0 } = input;
  checkLabel(tx, institutionId, kind, label);
  checkCard(kind, input.card ?? {});
  const person = tx.principal.kind === 'person' ? tx.principal : undefined;
  const id = await store.insertDocument(tx, {
    ...{
      institutionId,
      kind: kind.code,
      direction: kind.direction,
      label,
      language: 'en',
      source: incoming ? 'hand' : 'inside',
    },
    state: incoming ? 'received' : 'draft',
    ...{ subject: input.subject, correspondents: input.correspondents ?? [], card: input.card ?? {} },
    ...{ theirNumber: input.theirNumber ?? null, theirDate: input.theirDate ?? null },
    ...{ dueOn: input.dueOn ?? null, paperAt: input.paperAt ?? null },
    ...{ authorId: person?.id ?? null, authorName: person?.name ?? '' },
  });
  if (!id) throw new Error('a document without a source key was there already');
  if (replyTo && !(await queries.findDocument(tx, replyTo))) unknownDocument();
  if (replyTo) await store.insertLink(tx, id, replyTo, 'reply');
  await note(tx, id, { what: incoming ? 'entered' : 'drafted' });
  return { id };
}

/** Refuses: documents.changed-meanwhile, documents.locked, documents.state-forbids. */
export function demandFree(tx: Tx, document: DocumentRow, revision?: number): void {
  if (!changeable.includes(document.state)) stateForbids(document.state);
  if (document.lockedBy && !(tx.principal.kind === 'person' && tx.principal.id === document.lockedBy))
    refuse(
      'conflict',
      'documents.locked',
      `${document.lockedByName} is working on it. Wait, or ask them to give it back.`,
    );
  if (revision !== undefined && revision !== document.revision)
    refuse(
      'conflict',
      'documents.changed-meanwhile',
      'Somebody has changed this card since you loaded it. Load it again and compare.',
    );
}

export async function changeDocument(
  tx: Tx,
  input: InputOf<typeof contract.changeDocument>,
): Promise<OutputOf<typeof contract.changeDocument>> {
  const document = await heldDocument(tx, input.id);
  demandFree(tx, document, input.revision);
  const [label, kind] = [
    input.label ?? document.label,
    kindOf(await rulesOf(tx, document.institutionId), document.kind),
  ];
  checkLabel(tx, document.institutionId, kind, label);
  checkCard(kind, input.card ?? {});
  await store.changeCard(tx, document, {
    ...{ subject: input.subject, label, card: input.card ?? document.card },
    correspondents: input.correspondents ?? document.correspondents,
    ...{ theirNumber: input.theirNumber ?? null, theirDate: input.theirDate ?? null },
    ...{ dueOn: input.dueOn ?? null, paperAt: input.paperAt ?? null },
  });
  await note(tx, document.id, { what: 'changed' });
  return { id: document.id, revision: document.revision + 1 };
}

/** A move by the table, told to whoever works on it. */
export async function move(
  tx: Tx,
  document: DocumentRow,
  to: DocumentState,
  key?: string,
  dueOn?: string,
): Promise<void> {
  demandMove(document.state, to);
  await store.setState(tx, document.id, to, dueOn);
  const { id: documentId, institutionId, state: from } = document;
  await emit(
    tx,
    contract.documentMoved,
    { documentId, institutionId, from, to, at: tx.now.toISOString(), ...(key ? { key } : {}) },
    { subject: documentId },
  );
}

export async function cancelDocument(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.cancelDocument>,
): Promise<OutputOf<typeof contract.cancelDocument>> {
  const document = await heldDocument(tx, id);
  await move(tx, document, 'cancelled');
  await note(tx, id, { what: 'cancelled', facts: { reason } });
  return { id };
}

export async function fileDocument(
  tx: Tx,
  { id, fileIndex }: InputOf<typeof contract.fileDocument>,
): Promise<OutputOf<typeof contract.fileDocument>> {
  const document = await heldDocument(tx, id);
  const rules = await rulesOf(tx, document.institutionId);
  if (!rules.files.some(({ index }) => index === fileIndex))
    refuse('invalid', 'documents.file-index-unknown', 'The nomenclature has no such file. Choose one of its list.');
  await move(tx, document, 'filed');
  await store.setFileIndex(tx, id, fileIndex);
  await note(tx, id, { what: 'filed', facts: { fileIndex } });
  return { id };
}

export async function linkDocuments(
  tx: Tx,
  { id, otherId, as }: InputOf<typeof contract.linkDocuments>,
): Promise<OutputOf<typeof contract.linkDocuments>> {
  const document = await heldDocument(tx, id);
  if (otherId === id)
    refuse('invalid', 'documents.link-to-itself', 'A document is not linked to itself. Choose another one.');
  const other = (await queries.findDocument(tx, otherId)) ?? unknownDocument();
  await store.insertLink(tx, document.id, other.id, as);
  await note(tx, document.id, { what: 'linked', facts: { as, ...(other.number ? { number: other.number } : {}) } });
  return { id };
}

/** What an institution signs at all, by its instruction. */
const signedKinds = async (tx: Tx, institutionId: string): Promise<string[]> =>
  (await rulesOf(tx, institutionId)).kinds.filter(({ signatures }) => signatures).map(({ code }) => code);

export async function listDocuments(
  tx: Tx,
  asked: InputOf<typeof contract.listDocuments>,
): Promise<OutputOf<typeof contract.listDocuments>> {
  const [changedAt, id] = readCursor(asked.cursor, 'instant', 'uuid') ?? [];
  const { institutionId, show } = asked;
  const kinds = show === 'to-sign' && institutionId ? await signedKinds(tx, institutionId) : undefined;
  const filter = { ...asked, kinds };
  return pageOfRows(
    asked,
    (count) => queries.listDocuments(tx, filter, changedAt && id ? { changedAt, id } : undefined, today(tx), count),
    (row) => summaryOf(row, today(tx)),
    (row) => writeCursor(row.changedAt, row.id),
  );
}

export const countDocuments = (tx: Tx, { institutionId }: InputOf<typeof contract.countDocuments>) =>
  queries.counts(tx, institutionId, today(tx));

/** Fields that its kind asks for and that are empty. */
export const lacking = ({ card }: DocumentRow, kind: Kind | undefined): LocalText[] =>
  (kind?.fields ?? []).filter(({ required, code }) => required && !card[code]?.trim()).map(({ title }) => title);

/** What somebody may do with it now, by duty and state; the work modules add their own. */
function mayDo(tx: Tx, document: DocumentRow, kind: Kind | undefined): OutputOf<typeof contract.getDocument>['may'] {
  const chancery = chanceryOf(document.institutionId);
  const works = may(tx, 'documents:draft', chancery);
  const clerk = may(tx, 'documents:register', chancery);
  const leads = may(tx, 'documents:lead', chancery);
  const { state, direction } = document;
  return [
    ...(works && changeable.includes(state) ? (['change'] as const) : []),
    ...(works && state === 'draft' && direction !== 'incoming' ? (['approve'] as const) : []),
    ...(leads && (state === 'draft' || state === 'approved') && direction !== 'incoming' ? (['sign'] as const) : []),
    ...(clerk && mayMove(state, 'registered') && (!kind?.signatures || state === 'signed')
      ? (['register'] as const)
      : []),
    ...(works && mayMove(state, 'cancelled') ? (['cancel'] as const) : []),
    ...(clerk && mayMove(state, 'filed') ? (['file'] as const) : []),
    ...(leads && ['registered', 'in-execution'].includes(state) ? (['resolve'] as const) : []),
    ...(clerk && state === 'registered' && direction === 'outgoing' ? (['send'] as const) : []),
  ];
}

export async function pageOfDocument(tx: Tx, document: DocumentRow): Promise<OutputOf<typeof contract.getDocument>> {
  const now = today(tx);
  const files = await filesOf(tx, document.id);
  const [links, signatures] = [await queries.linksOf(tx, document.id), await signaturesOf(tx, document.id)];
  const kind = (await rulesOf(tx, document.institutionId)).kinds.find(({ code }) => code === document.kind);
  return {
    ...summaryOf(document, now),
    ...{ revision: document.revision, version: document.version, language: document.language, source: document.source },
    card: document.card,
    ...(document.paperAt ? { paperAt: document.paperAt } : {}),
    ...(document.fileIndex ? { fileIndex: document.fileIndex } : {}),
    ...(document.lateReason ? { lateReason: document.lateReason } : {}),
    ...(document.lockedBy && document.lockedAt
      ? { lockedBy: { id: document.lockedBy, name: document.lockedByName ?? '', at: document.lockedAt.toISOString() } }
      : {}),
    createdAt: document.createdAt.toISOString(),
    lacks: lacking(document, kind),
    files: files.filter((file) => file.version === document.version),
    earlierFiles: files.filter((file) => file.version !== document.version),
    signatures: signatures.map(({ id, version, byName, post, capacity, madeAt }) => ({
      ...{ id, version, name: byName, at: madeAt?.toISOString() ?? '' },
      ...(post ? { post } : {}),
      ...(capacity ? { as: capacity } : {}),
    })),
    links: links.map(({ document: other, ...link }) => ({ ...link, document: summaryOf(other, now) })),
    history: await historyOf(tx, document.id),
    may: mayDo(tx, document, kind),
  };
}

export async function getDocument(
  tx: Tx,
  { id }: InputOf<typeof contract.getDocument>,
): Promise<OutputOf<typeof contract.getDocument>> {
  return pageOfDocument(tx, (await queries.findDocument(tx, id)) ?? unknownDocument());
}
