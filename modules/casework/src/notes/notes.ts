// SPDX-License-Identifier: Apache-2.0
/** What was said on the telephone and at the counter: written once, corrected by a new version, never taken back. */
import { newId, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Note } from '../contract.ts';
import { auditOn, auditWork, officerOf, workOn, workOnOr } from '../shared.ts';
import * as store from './store.ts';

const said = ({ kind, on, person, text, byName, writtenAt }: store.NoteRow) => ({
  ...{ kind, on, person, text, byName, writtenAt: writtenAt.toISOString() },
});

/** Versions of one note, the latest first. */
const shown = ([latest, ...earlier]: readonly store.NoteRow[]): Note[] =>
  latest ? [{ id: latest.rootId, version: latest.version, ...said(latest), earlier: earlier.map(said) }] : [];

/** What happened last comes first. */
export async function notesOn(tx: Tx, caseId: string): Promise<Note[]> {
  const byRoot = Map.groupBy(await store.notesOf(tx, caseId), ({ rootId }) => rootId);
  return [...byRoot.values()].flatMap(shown).sort((a, b) => b.on.localeCompare(a.on));
}

const inTime = (tx: Tx, on: string): string =>
  on <= tx.module.country.calendar.localDate(tx.now)
    ? on
    : refuse('invalid', 'casework.note-in-future', 'A note says what has happened. Choose an earlier day.');

/** Refuses: cases.case-unknown, casework.note-in-future. */
export async function writeNote(
  tx: Tx,
  { caseId, kind, on, person, text }: InputOf<typeof contract.writeNote>,
): Promise<Note> {
  const work = await workOn(tx, caseId);
  const { id: byId, name: byName } = officerOf(tx);
  const id = newId();
  const note = {
    ...{ id, rootId: id, version: 1, caseId, applicantId: work.applicantId, kind, on: inTime(tx, on), person, text },
    ...{ byId, byName, writtenAt: tx.now },
  };
  await store.insertNote(tx, note);
  await auditWork(tx, 'casework.note-written', work);
  return one(shown([note]));
}
const unknown = () => refuse('missing', 'casework.note-unknown', 'There is no such note.');
const one = ([note]: readonly Note[]): Note => note ?? unknown();

/** Refuses: casework.note-unknown, casework.note-changed, casework.note-in-future. */
export async function correctNote(
  tx: Tx,
  { id, version, kind, on, person, text }: InputOf<typeof contract.correctNote>,
): Promise<Note> {
  const [latest] = await store.versionsOf(tx, id);
  if (!latest) return unknown();
  const work = await workOnOr(tx, latest.caseId, unknown);
  const { id: byId, name: byName } = officerOf(tx);
  const isNew =
    latest.version === version &&
    (await store.insertNote(tx, {
      ...{ ...latest, id: newId(), version: version + 1, kind, on: inTime(tx, on), person, text },
      ...{ byId, byName, writtenAt: tx.now },
    }));
  if (!isNew)
    refuse(
      'conflict',
      'casework.note-changed',
      'A colleague has corrected this note. Look at it again, then correct it.',
    );
  await auditWork(tx, 'casework.note-corrected', work);
  return one(shown(await store.versionsOf(tx, id)));
}

export async function listNotes(
  tx: Tx,
  { caseId }: InputOf<typeof contract.listNotes>,
): Promise<OutputOf<typeof contract.listNotes>> {
  const [first] = await store.notesOf(tx, caseId);
  // Whether it is a person's or an organisation's is not kept: a name that nobody bears tells nobody.
  await auditOn(tx, 'casework.notes-read', {
    ...{ caseId, applicantId: first?.applicantId ?? '', isPerson: first !== undefined },
  });
  return { items: await notesOn(tx, caseId) };
}
