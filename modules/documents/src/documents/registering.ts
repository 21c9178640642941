// SPDX-License-Identifier: Apache-2.0
/** A document gets its number: once, without gaps, in the register its kind belongs to. */
import { authorise, emit, refuse, soughtMarks, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import * as contract from '../contract.ts';
import type { Kind } from '../contract.ts';
import { notReserved } from '../journals/journals.ts';
import * as books from '../journals/store.ts';
import { kindOf, rulesOf, today } from '../norms/norms.ts';
import { lacking, unknownDocument } from './documents.ts';
import { note } from '../history/store.ts';
import { demandMove } from './moves.ts';
import { doublesOf, findDocument } from './queries.ts';
import { summaryOf } from './shown.ts';
import { chanceryOf } from '../access/resource.ts';
import * as store from './store.ts';
import type { DocumentRow } from './store.ts';

/** The first words of a subject: letters that differ in their last words are about the same. */
const telling = 6;
const marksOf = (tx: Tx, { subject }: DocumentRow): string[] => {
  const marks = soughtMarks(tx.module, subject);
  return marks.length < 3 ? [] : marks.slice(0, telling);
};

/** Refuses: documents.document-unknown. */
export async function listPossibleDoubles(
  tx: Tx,
  { id }: InputOf<typeof contract.listPossibleDoubles>,
): Promise<OutputOf<typeof contract.listPossibleDoubles>> {
  const document = (await findDocument(tx, id)) ?? unknownDocument();
  const found = await doublesOf(tx, document, marksOf(tx, document));
  return { items: found.map(({ why, document: other }) => ({ ...summaryOf(other, today(tx)), why })) };
}

/** The day on its number. Refuses: documents.date-impossible, documents.reason-needed. */
function dayOf(tx: Tx, { on, reason }: InputOf<typeof contract.registerDocument>): string {
  const now = today(tx);
  if (on === undefined || on === now) return now;
  if (on > now || on < tx.module.country.calendar.addWorkingDays(now, -60))
    refuse(
      'invalid',
      'documents.date-impossible',
      'A number is dated today, or at most 60 working days back. Choose such a day.',
    );
  if (!reason) refuse('invalid', 'documents.reason-needed', 'Say why it is registered late.');
  return on;
}

/** Refuses: documents.signature-lacking, documents.card-incomplete. */
function demandWhole(document: DocumentRow, kind: Kind): void {
  if (kind.signatures > 0 && document.state !== 'signed')
    refuse('conflict', 'documents.signature-lacking', 'A document of this kind is signed before it gets its number.');
  demandCard(document, kind);
}

/** What is signed or gets a number says all that its kind asks for. Refuses: documents.card-incomplete. */
export function demandCard(document: DocumentRow, kind: Kind): void {
  const lacks = lacking(document, kind);
  if (lacks.length > 0)
    refuse(
      'invalid',
      'documents.card-incomplete',
      `The card lacks ${lacks.map(({ en }) => en).join(', ')}. Fill it in first.`,
    );
}

/** Refuses as the operation declares. */
export async function registerDocument(
  tx: Tx,
  input: InputOf<typeof contract.registerDocument>,
): Promise<OutputOf<typeof contract.registerDocument>> {
  const document = (await store.lockDocument(tx, input.id)) ?? unknownDocument();
  authorise(tx, chanceryOf(document.institutionId));
  demandMove(document.state, 'registered');
  const on = dayOf(tx, input);
  const rules = await rulesOf(tx, document.institutionId, on);
  const kind = kindOf(rules, document.kind);
  demandWhole(document, kind);
  if (
    document.direction === 'incoming' &&
    !input.noDouble &&
    (await doublesOf(tx, document, marksOf(tx, document))).length > 0
  )
    refuse(
      'conflict',
      'documents.possible-double',
      'It may have come before by another way. Look at the list and say that it is none of them.',
    );
  const number = await numberFor(tx, document, kind, rules, on, input);
  const dueOn = kind.termDays ? tx.module.country.calendar.addWorkingDays(today(tx), kind.termDays) : null;
  await store.setNumber(tx, document.id, { number, on, dueOn, reason: input.reason ?? null });
  await note(tx, document.id, {
    what: 'registered',
    facts: { number, on, ...(input.reason ? { reason: input.reason } : {}) },
  });
  const { id: documentId, institutionId, source, sourceKey } = document;
  await emit(
    tx,
    contract.documentRegistered,
    {
      documentId,
      institutionId,
      kind: kind.code,
      number,
      numberedOn: on,
      source,
      ...(sourceKey ? { key: sourceKey } : {}),
    },
    { subject: documentId },
  );
  return { id: document.id, number, numberedOn: on };
}

async function numberFor(
  tx: Tx,
  document: DocumentRow,
  kind: Kind,
  rules: contract.Rules,
  on: string,
  { reserved, reason }: InputOf<typeof contract.registerDocument>,
): Promise<string> {
  const journal = rules.journals.find(({ code }) => code === kind.journal);
  if (!journal) throw new Error(`the rules have no journal ${kind.journal}`);
  const { institutionId, id } = document;
  const year = Number(on.slice(0, 4));
  if (reserved !== undefined)
    return (await books.useReserved(tx, { institutionId, code: journal.code, year, n: reserved }, id)) ?? notReserved();
  const taken = await books.takeNext(tx, institutionId, journal, year);
  const byName = tx.principal.kind === 'person' ? tx.principal.name : '';
  await books.insertRegistration(tx, taken, { documentId: id, on, byName, reason: reason ?? null });
  return taken.number;
}
