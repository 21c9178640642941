// SPDX-License-Identifier: Apache-2.0
/** A registered document goes to its addressees: a copy each, by the way that reaches them. */
import { authorise, newId, refuse, type Tx } from '@stoa/kernel';
import { namesInContainer } from '@stoa/kernel/asic';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { type Correspondent, type DocumentPage, getDocument } from '@stoa/documents/contract';
import { demandAdmitted, isAdmitted, meets } from './admission.ts';
import { nameOf } from './chanceries.ts';
import { chanceryAsResource, isClerkOf } from './clerks.ts';
import * as contract from './contract.ts';
import type { DeliveryState, Envelope, Way } from './contract.ts';
import { answer, answeredLetter } from './letters/letters.ts';
import * as queries from './queries.ts';
import { isBack, isTaken, isUnregistered, stateAfter } from './states.ts';
import * as store from './store.ts';
import type { CopyRow } from './store.ts';

/** Leaves room for signatures and the manifest. */
const mostBytes = contract.largestContainer - 512 * 1024;

/** Whoever sends is a clerk of the document's institution, and sees it. Refuses: correspondence.not-to-send. */
async function documentToSend(tx: Tx, id: string): Promise<DocumentPage> {
  const document = await tx.call(getDocument, { id });
  if (
    !isClerkOf(tx, document.institutionId) ||
    document.direction !== 'outgoing' ||
    !document.number ||
    !document.numberedOn
  )
    refuse(
      'conflict',
      'correspondence.not-to-send',
      'A clerk of its institution sends an outgoing document once it has its number.',
    );
  return document;
}

/** Refuses: correspondence.no-addressee, correspondence.confidential, correspondence.no-file, correspondence.too-large. */
function demandSendable({ correspondents, label, files }: DocumentPage): void {
  if (correspondents.length === 0)
    refuse(
      'invalid',
      'correspondence.no-addressee',
      'The card names no addressee. Send it by hand, or draw it up anew.',
    );
  if (label > 1)
    refuse(
      'forbidden',
      'correspondence.confidential',
      'What is confidential never goes this way. Have it delivered by courier.',
    );
  if (files.length === 0)
    refuse('invalid', 'correspondence.no-file', 'The document has no file: there is nothing to send.');
  if (files.reduce((sum, { size }) => sum + size, 0) > mostBytes)
    refuse(
      'too-large',
      'correspondence.too-large',
      'The files are larger together than 9 MB. Send them by another way.',
    );
}

/** Who is not admitted gets it on paper; who sends over the exchange has to be. Refuses: correspondence.not-admitted. */
async function wayTo(tx: Tx, from: string, { organisationId }: Correspondent): Promise<Way> {
  if (!organisationId || !meets(tx, from, organisationId) || !(await isAdmitted(tx, organisationId))) return 'print';
  await demandAdmitted(tx, from);
  return 'exchange';
}

/** Refuses: correspondence.sent-already. */
export async function sendDocument(
  tx: Tx,
  { documentId }: InputOf<typeof contract.sendDocument>,
): Promise<OutputOf<typeof contract.sendDocument>> {
  const document = await documentToSend(tx, documentId);
  demandSendable(document);
  const letter = await answeredLetter(tx, document);
  let copies = 0;
  for (const correspondent of document.correspondents) {
    const author = letter && (correspondent.name === letter.author_name || document.correspondents.length === 1);
    if (author && (await handOver(tx, document, correspondent, letter))) copies += 1;
    else if (!author && (await sendTo(tx, document, correspondent))) copies += 1;
  }
  if (copies === 0)
    refuse('conflict', 'correspondence.sent-already', 'Every addressee has a copy, or one is on its way.');
  return { copies };
}

/** An answer to a letter goes into the cabinet of its author. */
async function handOver(
  tx: Tx,
  document: DocumentPage,
  { name }: Correspondent,
  letter: Awaited<ReturnType<typeof answeredLetter>> & object,
): Promise<boolean> {
  const { id: documentId, institutionId, number = '', numberedOn = '', subject } = document;
  const added = await store.insertCopy(tx, {
    ...{ id: newId(), documentId, institutionId, way: 'cabinet', addresseeId: null, state: 'handed' },
    ...{ number, numberedOn, addressee: { name, personKey: letter.writer_key }, subject },
  });
  if (added) await answer(tx, letter, document);
  return added;
}

async function sendTo(tx: Tx, document: DocumentPage, correspondent: Correspondent): Promise<boolean> {
  const { id: documentId, institutionId, number = '', numberedOn = '', subject } = document;
  const { organisationId, ...addressee } = correspondent;
  const id = newId();
  const way = await wayTo(tx, institutionId, correspondent);
  const added = await store.insertCopy(tx, {
    ...{ id, documentId, institutionId, way, addresseeId: organisationId ?? null, state: 'queued' },
    ...{ number, numberedOn, addressee, subject },
  });
  if (added && way === 'exchange' && organisationId)
    await store.insertMessage(tx, {
      ...{ fromId: institutionId, toId: organisationId, about: id, what: 'envelope' },
      content: { envelope: envelopeOf(tx, id, document, organisationId) },
    });
  return added;
}

function envelopeOf(tx: Tx, id: string, document: DocumentPage, to: string): Envelope {
  const { institutionId, number = '', numberedOn = '', kind, subject, language, label, files, card } = document;
  const answered = document.links.find(({ as, mine }) => as === 'reply' && mine)?.document;
  const names = namesInContainer(files.map(({ name }) => name));
  return {
    id,
    sender: { institutionId, name: nameOf(tx.module, institutionId) },
    addressee: { institutionId: to, name: nameOf(tx.module, to) },
    ...{ number, date: numberedOn, kind, subject, language, label },
    ...(card.sheets ? { sheets: card.sheets } : {}),
    ...(answered?.theirNumber
      ? {
          replyTo: {
            number: answered.theirNumber,
            ...(answered.theirDate ? { date: answered.theirDate } : {}),
          },
        }
      : {}),
    files: files.map(({ mimeType, size, sha256, role }, index) => ({
      ...{ name: names[index] ?? '', mimeType, size, sha256, role },
    })),
  };
}

const unknownCopy = (): never =>
  refuse('missing', 'correspondence.copy-unknown', 'There is no such copy, or its document is not for you to see.');

async function copyToWorkOn(tx: Tx, id: string): Promise<{ copy: CopyRow; document: DocumentPage }> {
  const copy = (await store.lockCopy(tx, id)) ?? unknownCopy();
  return { copy, document: await documentToSend(tx, copy.documentId) };
}

/** Refuses: correspondence.copy-unknown, correspondence.not-to-resend. */
export async function resendCopy(tx: Tx, { id }: { id: string }): Promise<{ id: string }> {
  const { copy, document } = await copyToWorkOn(tx, id);
  const to = document.correspondents.find(({ organisationId }) => organisationId === copy.addresseeId);
  if (copy.way === 'exchange') await demandAdmitted(tx, copy.institutionId);
  if (isTaken(copy.state) || !copy.addresseeId || !to)
    refuse('conflict', 'correspondence.not-to-resend', 'The addressee has taken it: there is nothing to send again.');
  if (isBack(copy.state)) {
    if (!(await sendTo(tx, document, to)))
      refuse('conflict', 'correspondence.not-to-resend', 'A later copy for this addressee is on its way already.');
  } else if (copy.state === 'queued') await store.makeDue(tx, id);
  else
    await store.insertMessage(tx, {
      ...{ fromId: copy.institutionId, toId: copy.addresseeId, about: id, what: 'envelope' },
      content: { envelope: envelopeOf(tx, id, document, copy.addresseeId) },
    });
  return { id };
}

/** Refuses: correspondence.not-to-recall. */
export async function recallCopy(
  tx: Tx,
  { id, reason }: InputOf<typeof contract.recallCopy>,
): Promise<OutputOf<typeof contract.recallCopy>> {
  const { copy } = await copyToWorkOn(tx, id);
  const open = isUnregistered(copy.state) || (isTaken(copy.state) && copy.state !== 'executed');
  if (!open || copy.recallAskedAt)
    refuse('conflict', 'correspondence.not-to-recall', 'It is recalled already, or the work on it is done.');
  await store.askRecall(tx, id);
  const here = copy.state === 'queued' ? 'recalled' : copy.state;
  // One that a job is just sending is caught by the recall, which goes in any case.
  if (copy.way === 'exchange' && copy.addresseeId)
    await store.insertMessage(tx, {
      ...{ fromId: copy.institutionId, toId: copy.addresseeId, about: id, what: 'recall' },
      content: { recall: { envelopeId: id, reason } },
    });
  if (here !== copy.state) {
    await store.dropUnsent(tx, id);
    await store.setCopy(tx, copy, { state: here });
  }
  return { id, state: here };
}

/** What the addressee or the exchange said of a copy; what says nothing new changes nothing. */
export async function advance(
  tx: Tx,
  copyId: string,
  by: { institutionId: string; addresseeId: string } | undefined,
  said: { state: DeliveryState; number?: string; date?: string; reason?: contract.Refused; messageId: string },
): Promise<void> {
  const copy = await store.lockCopy(tx, copyId);
  if (!copy || copy.way !== 'exchange') return;
  if (by && (copy.institutionId !== by.institutionId || copy.addresseeId !== by.addresseeId)) return;
  // That it came back is the answer to a recall: nobody else recalls in the sender's name.
  if (said.state === 'recalled' && !copy.recallAskedAt) return;
  const state = stateAfter(copy.state, said.state);
  const numbered = said.number && !copy.theirNumber && isTaken(said.state) && isTaken(state ?? copy.state);
  if (!state && !numbered) return;
  await store.setCopy(tx, copy, {
    state: state ?? copy.state,
    messageId: said.messageId,
    // The number stays that was given once, and its day with it.
    ...(numbered ? { theirNumber: said.number, theirDate: said.date } : {}),
    ...(said.reason && state === 'refused' ? { reason: said.reason } : {}),
  });
}

export async function listDeliveries(
  tx: Tx,
  { documentId }: { documentId: string },
): Promise<OutputOf<typeof contract.listDeliveries>> {
  const document = await tx.call(getDocument, { id: documentId });
  const copies = await queries.copiesOf(tx, documentId);
  const ids = copies.map(({ id }) => id);
  const steps = await queries.stepsOf(tx, ids);
  const hindrances = new Map((await queries.hindrancesOf(tx, ids)).map((one) => [one.about, one]));
  // One that came back makes room for another copy.
  const standing = copies.filter(({ state }) => !isBack(state));
  const maySend = document.may.includes('send') && standing.length < document.correspondents.length;
  return {
    maySend,
    items: copies.map((copy) => ({
      ...shown(copy),
      tries: hindrances.get(copy.id)?.tries ?? 0,
      ...(hindrances.has(copy.id) ? { hindrance: hindrances.get(copy.id)?.hindrance } : {}),
      steps: steps.filter(({ copyId }) => copyId === copy.id).map(({ state, at }) => ({ state, at: at.toISOString() })),
      may: isClerkOf(tx, copy.institutionId) ? mayDo(copy) : [],
    })),
  };
}

function mayDo(copy: CopyRow): contract.Delivery['may'] {
  const byExchange = copy.way === 'exchange';
  return [
    ...(byExchange && !isTaken(copy.state) ? (['resend'] as const) : []),
    ...(!copy.recallAskedAt && (isUnregistered(copy.state) || (isTaken(copy.state) && copy.state !== 'executed'))
      ? (['recall'] as const)
      : []),
    ...(copy.way === 'print' && copy.state === 'queued' ? (['print'] as const) : []),
  ];
}

function shown(copy: CopyRow) {
  return {
    ...{ id: copy.id, documentId: copy.documentId, way: copy.way, state: copy.state },
    addressee: copy.addressee.name,
    ...(copy.addresseeId ? { addresseeId: copy.addresseeId } : {}),
    ...(copy.addressee.address ? { address: copy.addressee.address } : {}),
    ...(copy.theirNumber ? { theirNumber: copy.theirNumber } : {}),
    ...(copy.theirDate ? { theirDate: copy.theirDate } : {}),
    ...(copy.reason ? { reason: copy.reason } : {}),
    ...(copy.recallAskedAt ? { recallAskedAt: copy.recallAskedAt.toISOString() } : {}),
  };
}

/** Counts those that waited for the post. */
export async function markPrinted(
  tx: Tx,
  { institutionId, ids }: InputOf<typeof contract.markPrinted>,
): Promise<OutputOf<typeof contract.markPrinted>> {
  authorise(tx, chanceryAsResource(institutionId));
  let printed = 0;
  for (const id of ids) {
    const copy = await store.lockCopy(tx, id);
    if (copy?.institutionId !== institutionId || copy.way !== 'print' || copy.state !== 'queued') continue;
    await store.setCopy(tx, copy, { state: 'printed' });
    printed += 1;
  }
  return { printed };
}
