// SPDX-License-Identifier: Apache-2.0
/** From what a register says wrongly to the answer of the office that keeps it. */
import {
  audit,
  authorise,
  may,
  pageOfRows,
  readCursor,
  refuse,
  type Resource,
  type Tx,
  writeCursor,
} from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import type { Correction, CorrectionState, CorrectionSummary } from '../contract.ts';
import { asPerson, officeName, whose } from '../people.ts';
import * as store from './store.ts';
import { tellPerson } from './telling.ts';

/** Working days within which the office answers. */
const term = 10;
export const duty = 'consent.corrector';

/** What ends a correction that is open: everything else is over. */
const next = { accept: 'accepted', decline: 'declined', 'take-back': 'taken-back' } as const satisfies Record<
  string,
  CorrectionState
>;

const registersOf = ({ module }: Tx) => module.country.personalData?.registers ?? [];
export const today = ({ module, now }: Tx): string => module.country.calendar.localDate(now);

export async function listRegisters(tx: Tx): Promise<OutputOf<typeof contract.listRegisters>> {
  return {
    items: registersOf(tx).map(({ code, title, ownerId, fields }) => ({
      ...{ code, title, owner: officeName(tx, ownerId), fields: fields.map((field) => ({ ...field })) },
    })),
  };
}

function summary(tx: Tx, row: store.CorrectionRow): CorrectionSummary {
  const { id, number, state, askedAt, dueOn, ownerId } = row;
  const register = registersOf(tx).find(({ code }) => code === row.register);
  const field = register?.fields.find(({ code }) => code === row.field);
  return {
    ...{ id, number, state, dueOn, askedAt: askedAt.toISOString(), owner: officeName(tx, ownerId) },
    register: register?.title ?? { en: row.register },
    field: field?.title ?? { en: row.field },
    overdue: state === 'open' && dueOn < today(tx),
  };
}

const resourceOf = ({ id, personKey, ownerId }: store.CorrectionRow): Resource => ({
  ...{ type: 'Correction', id, attributes: { person: personKey, post: `${duty}@${ownerId}` } },
});

function shown(tx: Tx, row: store.CorrectionRow): Correction {
  const { stands, wanted, reason, person_name: personName, answer, decidedAt, state } = row;
  const open = state === 'open';
  return {
    ...{ ...summary(tx, row), stands, wanted, reason, personName },
    ...(answer === null || answer === undefined ? {} : { answer }),
    ...(decidedAt ? { decidedAt: decidedAt.toISOString() } : {}),
    mayTakeBack: open && may(tx, 'consent:take-back', resourceOf(row)),
    mayDecide: open && may(tx, 'consent:decide', resourceOf(row)) && !isOwn(tx, row),
  };
}
const isOwn = ({ principal }: Tx, { personKey }: store.CorrectionRow) =>
  principal.kind === 'person' && (principal.personKey === personKey || principal.actingFor?.id === personKey);

const found = (row: store.CorrectionRow | undefined): store.CorrectionRow =>
  row ?? refuse('missing', 'consent.correction-unknown', 'There is no such correction, or it is not yours.');

/** Refuses: consent.field-unknown, consent.asked-already, consent.for-people-only. */
export async function askCorrection(tx: Tx, input: InputOf<typeof contract.askCorrection>): Promise<Correction> {
  const { personKey } = whose(tx);
  const { register, field, stands, wanted, reason } = input;
  const known = registersOf(tx).find(({ code }) => code === register);
  if (!known?.fields.some(({ code }) => code === field))
    return refuse('invalid', 'consent.field-unknown', 'Choose the register and the entry that is wrong.');
  const dueOn = tx.module.country.calendar.addWorkingDays(today(tx), term);
  const { name, actingFor } = asPerson(tx);
  const id = await store.insertCorrection(
    tx,
    { personKey, ownerId: known.ownerId, register, field, dueOn },
    { person_name: actingFor?.name ?? name, stands, wanted, reason },
  );
  if (!id)
    return refuse(
      'conflict',
      'consent.asked-already',
      'You asked for this already and the office has not answered yet.',
    );
  return shown(tx, found(await store.findCorrection(tx, id)));
}

/** Refuses: consent.for-people-only. */
export async function listMyCorrections(tx: Tx, page: InputOf<typeof contract.listMyCorrections>) {
  const { personKey } = whose(tx);
  const after = readCursor(page.cursor, 'instant', 'uuid');
  return pageOfRows(
    page,
    (count) => store.correctionsOf(tx, personKey, after, count),
    (row) => summary(tx, row),
    ({ askedAt, id }) => writeCursor(askedAt, id),
  );
}

export async function listCorrections(
  tx: Tx,
  { state, overdue, ...page }: InputOf<typeof contract.listCorrections>,
): Promise<OutputOf<typeof contract.listCorrections>> {
  const owners = asPerson(tx).duties.flatMap(({ code, organisationId }) => (code === duty ? [organisationId] : []));
  const after = readCursor(page.cursor, 'date', 'uuid');
  const filter = { owners, state: state ?? null, lateBefore: overdue ? today(tx) : null };
  return pageOfRows(
    page,
    (count) => store.correctionsAt(tx, filter, after, count),
    (row) => summary(tx, row),
    ({ dueOn, id }) => writeCursor(dueOn, id),
  );
}

/** Refuses: consent.correction-unknown. */
export async function getCorrection(tx: Tx, { id }: { id: string }): Promise<Correction> {
  const row = found(await store.findCorrection(tx, id));
  authorise(tx, resourceOf(row));
  await audit(tx, { action: 'consent.correction-read', object: { type: 'correction', id }, subject: row.personKey });
  return shown(tx, row);
}

async function lockOpen(tx: Tx, id: string): Promise<store.CorrectionRow> {
  const row = found(await store.lockCorrection(tx, id));
  authorise(tx, resourceOf(row));
  if (row.state !== 'open') refuse('conflict', 'consent.correction-over', 'This was answered or taken back before.');
  return row;
}

/** Refuses: consent.correction-unknown, consent.correction-over. */
export async function takeBackCorrection(tx: Tx, { id }: { id: string }): Promise<Correction> {
  await lockOpen(tx, id);
  await store.setState(tx, id, next['take-back'], { by: asPerson(tx).id });
  return shown(tx, found(await store.findCorrection(tx, id)));
}

/** Refuses: consent.correction-unknown, consent.correction-over, consent.own-correction. */
export async function decideCorrection(
  tx: Tx,
  { id, accept, answer }: InputOf<typeof contract.decideCorrection>,
): Promise<Correction> {
  const row = await lockOpen(tx, id);
  if (isOwn(tx, row)) refuse('conflict', 'consent.own-correction', 'It is about yourself. A colleague answers it.');
  const state = accept ? next.accept : next.decline;
  await store.setState(tx, id, state, { by: asPerson(tx).id, answer });
  const object = { type: 'correction', id };
  await audit(tx, { action: 'consent.correction-decided', object, subject: row.personKey, details: { state } });
  await tellPerson(tx, { id, personKey: row.personKey, state });
  return shown(tx, found(await store.findCorrection(tx, id)));
}

export const ownCorrections = async (tx: Tx, personKey: string, after: string | null, count: number) =>
  (await store.ownCorrections(tx, personKey, after, count)).map((row) => ({
    ...{ ...summary(tx, row), stands: row.stands, wanted: row.wanted, reason: row.reason, answer: row.answer ?? null },
  }));
