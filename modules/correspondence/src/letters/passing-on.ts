// SPDX-License-Identifier: Apache-2.0
/**
 * A letter goes on to the authority that it concerns: there first, which the row of the letter says until it is done, so that
 * nobody's letter is left between two authorities by a process that ends.
 */
import { isRefusal, type ModuleRuntime, refuse } from '@stoa/kernel';
import type { InputOf, Principal } from '@stoa/kernel/contract';
import { exportDocument, getDocument, moveDocument, takeIn } from '@stoa/documents/contract';
import { isClerkOf } from '../clerks.ts';
import type * as contract from '../contract.ts';
import { keyOf, kind, unknownAuthority, unknownLetter } from './letters.ts';
import * as store from './store.ts';
import type { LetterRow } from './store.ts';
import { tell } from './telling.ts';

const workingDaysToPassOn = 5;
const system = { kind: 'system' } as const;

/**
 * Refuses: correspondence.letter-unknown, correspondence.authority-unknown, correspondence.passed-before,
 * correspondence.passing-already, correspondence.too-late-to-pass-on, correspondence.registered-already.
 */
export async function passLetterOn(
  module: ModuleRuntime,
  { documentId, institutionId, reason }: InputOf<typeof contract.passLetterOn>,
  principal: Principal,
): Promise<{ documentId: string }> {
  const letter = await module.tx(principal, async (tx) => {
    await tx.call(getDocument, { id: documentId });
    const found = (await store.lockLetter(tx, 'document_id', documentId)) ?? unknownLetter();
    if (!isClerkOf(tx, found.institutionId)) unknownLetter();
    demandInTime(module, found);
    if (!module.country.office(institutionId) || institutionId === found.institutionId) unknownAuthority();
    if ((await store.stepsOf(tx, found.id)).some((step) => step.institutionId === institutionId))
      refuse(
        'conflict',
        'correspondence.passed-before',
        'That authority has passed it on itself. Answer it, or forward it by a letter.',
      );
    if (!(await store.setPassing(tx, found.id, institutionId)))
      refuse(
        'conflict',
        'correspondence.passing-already',
        'It is on its way to another authority. Load the page again.',
      );
    return found;
  });
  try {
    await module.call(moveDocument, {
      ...{ id: documentId, to: 'refused', what: 'passed-on', key: 'passed-on', facts: { to: institutionId, reason } },
      ...(principal.kind === 'person' ? { byName: principal.name } : {}),
    });
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'documents.state-forbids') throw error;
    await module.tx(principal, (tx) => store.endPassing(tx, letter.id));
    refuse(
      'conflict',
      'correspondence.registered-already',
      'It has a number here: answer it, or forward it by a letter.',
    );
  }
  return arrive(module, letter, documentId, institutionId);
}

function demandInTime({ country: { calendar }, clock }: ModuleRuntime, letter: LetterRow): void {
  const [from, to] = [letter.createdAt, clock.now()].map((at) => calendar.localDate(at));
  if (calendar.workingDaysBetween(from ?? '', to ?? '') > workingDaysToPassOn)
    refuse(
      'conflict',
      'correspondence.too-late-to-pass-on',
      'A letter is passed on within five working days. Now it is for your institution to answer.',
    );
}

/** Taken in there, and its author told; again is the same. */
async function arrive(
  module: ModuleRuntime,
  letter: LetterRow,
  documentId: string,
  institutionId: string,
): Promise<{ documentId: string }> {
  const { document, contents } = await module.call(exportDocument, { id: documentId });
  const next = await module.call(takeIn, {
    ...{ institutionId, key: keyOf(letter.id, institutionId), source: 'portal', kind, subject: letter.subject },
    ...{ language: document.language, label: document.label, dueOn: letter.dueOn },
    correspondents: document.correspondents,
    files: document.files.map(({ id, name, mimeType, role }) => ({
      ...{ name, mimeType, role, content: contents.find(({ fileId }) => fileId === id)?.content ?? '' },
    })),
  });
  await module.tx(system, async (tx) => {
    const now = await store.lockLetter(tx, 'id', letter.id);
    if (now?.documentId !== documentId) return;
    const there = { ...now, institutionId };
    await store.setLetter(tx, there, { state: 'received', documentId: next.id, step: 'passed-on' });
    await tell(tx, there, 'passed-on');
  });
  return { documentId: next.id };
}

/** What a process that ended left on its way: finished where the letter has left, otherwise for the clerk to begin again. */
export async function finishPassings(module: ModuleRuntime): Promise<void> {
  const before = new Date(module.clock.now().getTime() - 60_000);
  const stuck = await module.tx(system, (tx) => store.stuckPassings(tx, before));
  for (const { id, to } of stuck) {
    const letter = await module.tx(system, (tx) => store.lockLetter(tx, 'id', id));
    if (!letter?.documentId) continue;
    const { document } = await module.call(exportDocument, { id: letter.documentId });
    if (document.state === 'refused') await arrive(module, letter, letter.documentId, to);
    else await module.tx(system, (tx) => store.endPassing(tx, id));
  }
}
