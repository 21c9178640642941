// SPDX-License-Identifier: Apache-2.0
/** Letters: taken into documents as kind `letter`, followed, passed on, answered in the cabinet. */
import { type ModuleRuntime, newId, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { DataOf, InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import {
  type DocumentPage,
  type documentMoved,
  type documentRegistered,
  exportDocument,
  getRules,
  takeIn,
} from '@stoa/documents/contract';
import type * as contract from '../contract.ts';
import * as store from './store.ts';
import type { LetterRow } from './store.ts';
import { tell } from './telling.ts';

export const kind = 'letter';

/** Whose letters these are: of whom one acts for, otherwise one's own. Refuses: correspondence.not-a-person, correspondence.power-too-narrow. */
function authorOf(principal: Principal): { authorId: string; name: string; writerKey: string } {
  if (principal.kind !== 'person' || !principal.personKey)
    return refuse('forbidden', 'correspondence.not-a-person', 'Letters are written by people whose identity is known.');
  const { actingFor, personKey, name } = principal;
  if (actingFor?.limits)
    refuse(
      'forbidden',
      'correspondence.power-too-narrow',
      'Your power is for single services: letters are for who may do everything in this name.',
    );
  return { authorId: actingFor?.id ?? personKey, name: actingFor?.name ?? name, writerKey: personKey };
}

export const unknownAuthority = (): never =>
  refuse('missing', 'correspondence.authority-unknown', 'There is no such authority. Choose one of the list.');

export const keyOf = (letterId: string, institutionId: string) => `letter:${letterId}:${institutionId}`;
const letterIdOf = (key: string | undefined) => /^letter:([0-9a-f-]{36}):/.exec(key ?? '')?.[1];

/** Refuses: correspondence.authority-unknown, documents.file-refused. */
export async function writeLetter(
  module: ModuleRuntime,
  { institutionId, subject, text, language, files = [] }: InputOf<typeof contract.writeLetter>,
  principal: Principal,
): Promise<OutputOf<typeof contract.writeLetter>> {
  const author = authorOf(principal);
  if (!module.country.office(institutionId)) unknownAuthority();
  const { rules } = await module.call(getRules, { institutionId });
  const days = rules.kinds.find(({ code }) => code === kind)?.termDays ?? 15;
  const { calendar } = module.country;
  const dueOn = calendar.addWorkingDays(calendar.localDate(module.clock.now()), days);
  const id = newId();
  await module.tx(principal, (tx) =>
    store.insertLetter(tx, {
      ...{ id, authorId: author.authorId, institutionId, dueOn, subject },
      ...{ author_name: author.name, writer_key: author.writerKey },
    }),
  );
  const content = (name: string, base64: string, role: 'main' | 'annex') => ({
    ...{ name, mimeType: 'application/octet-stream', content: base64, role },
  });
  const taken = await module.call(takeIn, {
    ...{ institutionId, key: keyOf(id, institutionId), source: 'portal', kind, subject, language, label: 0, dueOn },
    correspondents: [{ name: author.name, personKey: author.writerKey }],
    files: [
      content('letter.txt', Buffer.from(text).toString('base64'), 'main'),
      ...files.map((file) => content(file.name, file.content, 'annex')),
    ],
  });
  await module.tx(principal, (tx) => received(tx, id, taken.id));
  return { id, dueOn };
}

async function received(tx: Tx, id: string, documentId: string): Promise<void> {
  const letter = await store.lockLetter(tx, 'id', id);
  if (letter?.state === 'writing')
    await store.setLetter(tx, letter, { state: 'received', documentId, step: 'received' });
}

const order = ['writing', 'received', 'registered', 'in-work', 'answered'] as const;

/** What happens to its document takes a letter on; what comes late or of a document it left does nothing. */
async function takeOn(
  tx: Tx,
  letterId: string | undefined,
  documentId: string,
  to: { state: 'registered' | 'in-work' | 'answered'; number?: string; numberedOn?: string },
): Promise<void> {
  const letter = letterId
    ? await store.lockLetter(tx, 'id', letterId)
    : await store.lockLetter(tx, 'document_id', documentId);
  if (!letter || (letter.documentId && letter.documentId !== documentId)) return;
  if (order.indexOf(letter.state) >= order.indexOf(to.state)) return;
  if (letter.state === 'writing')
    await store.setLetter(tx, letter, { state: 'received', documentId, step: 'received' });
  await store.setLetter(tx, letter, { ...to, step: to.state });
  await tell(tx, letter, to.state, to.number);
}

export const letterRegistered = (
  tx: Tx,
  { key, documentId, number, numberedOn }: DataOf<typeof documentRegistered>,
): Promise<void> =>
  letterIdOf(key)
    ? takeOn(tx, letterIdOf(key), documentId, { state: 'registered', number, numberedOn })
    : Promise.resolve();

export const letterMoved = (tx: Tx, { key, documentId, to }: DataOf<typeof documentMoved>): Promise<void> =>
  to === 'in-execution' ? takeOn(tx, letterIdOf(key), documentId, { state: 'in-work' }) : Promise.resolve();

/** The letter that a document answers, with which of its correspondents is the author. */
export async function answeredLetter(tx: Tx, document: DocumentPage): Promise<LetterRow | undefined> {
  const ids = document.links.filter(({ as, mine }) => as === 'reply' && mine).map((link) => link.document.id);
  return ids.length > 0 ? store.letterOfDocuments(tx, ids) : undefined;
}

export async function answer(tx: Tx, found: LetterRow, document: DocumentPage): Promise<void> {
  const letter = await store.lockLetter(tx, 'id', found.id);
  const { id, number = '', numberedOn = '' } = document;
  if (!letter || !(await store.insertAnswer(tx, letter.id, { id, number, numberedOn }))) return;
  await store.setLetter(tx, letter, { state: 'answered', step: 'answered' });
  await tell(tx, letter, 'answered', number);
}

function summary(tx: Tx, letter: LetterRow): contract.LetterSummary {
  const today = tx.module.country.calendar.localDate(tx.now);
  return {
    ...{ id: letter.id, institutionId: letter.institutionId, subject: letter.subject, dueOn: letter.dueOn },
    state: letter.state === 'writing' ? 'received' : letter.state,
    overdue: letter.state !== 'answered' && letter.dueOn < today,
    writtenAt: letter.createdAt.toISOString(),
    ...(letter.number ? { number: letter.number } : {}),
    ...(letter.numberedOn ? { numberedOn: letter.numberedOn } : {}),
  };
}

export const listLetters = (
  tx: Tx,
  asked: InputOf<typeof contract.listLetters>,
): Promise<OutputOf<typeof contract.listLetters>> => {
  const { authorId } = authorOf(tx.principal);
  return pageOfRows(
    asked,
    (count) => store.lettersOf(tx, authorId, asked.cursor, count),
    (letter) => summary(tx, letter),
  );
};

export const unknownLetter = (): never =>
  refuse('missing', 'correspondence.letter-unknown', 'There is no such letter among yours.');

async function ownLetter(tx: Tx, id: string): Promise<LetterRow> {
  const letter = await store.lockLetter(tx, 'id', id);
  return letter && letter.state !== 'writing' && letter.authorId === authorOf(tx.principal).authorId
    ? letter
    : unknownLetter();
}

/** Refuses: correspondence.letter-unknown. */
export async function getLetter(
  module: ModuleRuntime,
  { id }: { id: string },
  principal: Principal,
): Promise<OutputOf<typeof contract.getLetter>> {
  const { letter, steps, answers } = await module.tx(principal, async (tx) => ({
    letter: summary(tx, await ownLetter(tx, id)),
    steps: await store.stepsOf(tx, id),
    answers: await store.answersOf(tx, id),
  }));
  const whole = await Promise.all(answers.map(({ documentId }) => module.call(exportDocument, { id: documentId })));
  return {
    ...letter,
    steps: steps.map(({ step, institutionId, number, at }) => ({
      ...{ step, institutionId, at: at.toISOString() },
      ...(number ? { number } : {}),
    })),
    answers: answers.map((one, at) => ({
      ...one,
      subject: whole[at]?.document.subject ?? '',
      files: (whole[at]?.document.files ?? []).map(({ id: fileId, name, size }) => ({ id: fileId, name, size })),
    })),
  };
}

/** Refuses: correspondence.letter-unknown. */
export async function answerFile(
  module: ModuleRuntime,
  principal: Principal,
  { id, documentId, fileId }: { id: string; documentId: string; fileId: string },
): Promise<{ name: string; bytes: Buffer }> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) unknownLetter();
  await module.tx(principal, async (tx) => {
    await ownLetter(tx, id);
    if (!(await store.answersOf(tx, id)).some((one) => one.documentId === documentId)) unknownLetter();
  });
  const { document, contents } = await module.call(exportDocument, { id: documentId });
  const file = document.files.find((one) => one.id === fileId) ?? unknownLetter();
  const found = contents.find((one) => one.fileId === fileId) ?? unknownLetter();
  return { name: file.name, bytes: Buffer.from(found.content, 'base64') };
}
