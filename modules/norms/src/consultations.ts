// SPDX-License-Identifier: Apache-2.0
/** A body asks, the integrator answers; published words do not say who asked. */
import { authorise, pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import { bodiesSeen, bodyOf, given, integrates, person, today } from './people.ts';
import { unknownClause } from './norms.ts';
import * as store from './store.ts';
import type { ConsultationRow } from './store.ts';

function shown(row: ConsultationRow, seen: readonly string[] | null, keeps: boolean): contract.Consultation {
  const whole = !seen || seen.includes(row.organisationId);
  const { id, topic, clauses, askedAt, answeredAt, publishedAt } = row;
  const published = publishedAt !== null;
  return {
    ...{
      id,
      topic,
      clauses,
      published,
      askedAt: askedAt.toISOString(),
      ...given({ answeredAt: answeredAt?.toISOString() }),
    },
    ...(whole
      ? {
          ...{ organisationId: row.organisationId, askedByName: row.askedByName, question: row.question },
          ...given({ answer: row.answer }),
        }
      : { question: row.publicQuestion ?? '', answer: row.publicAnswer ?? '' }),
    may: [
      ...(keeps && !answeredAt ? (['answer'] as const) : []),
      ...(keeps && answeredAt && !published ? (['publish'] as const) : []),
    ],
  };
}
export const listConsultations = (
  tx: Tx,
  asked: InputOf<typeof contract.listConsultations>,
): Promise<OutputOf<typeof contract.listConsultations>> => {
  const seen = bodiesSeen(tx);
  const words = (asked.search ?? '').normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8);
  return pageOfRows(
    asked,
    (count) =>
      store.listConsultations(tx, { bodies: seen, words, open: asked.open ?? false, after: asked.cursor }, count),
    (row) => shown(row, seen, integrates(tx)),
  );
};
export async function askConsultation(
  tx: Tx,
  { organisationId, topic, question }: InputOf<typeof contract.askConsultation>,
): Promise<{ id: string }> {
  authorise(tx, bodyOf(organisationId));
  return { id: await store.insertConsultation(tx, { organisationId, topic, question, askedByName: person(tx).name }) };
}
const locked = async (tx: Tx, id: string): Promise<ConsultationRow> =>
  (await store.lockConsultation(tx, id)) ??
  refuse('missing', 'norms.consultation-unknown', 'There is no such consultation. Load the page again.');
/** Refuses as the operation declares. */
export async function answerConsultation(
  tx: Tx,
  { id, answer, clauses }: InputOf<typeof contract.answerConsultation>,
): Promise<{ id: string }> {
  const row = await locked(tx, id);
  if (row.answeredAt) refuse('conflict', 'norms.answered-already', 'It was answered already. Load the page again.');
  for (const cited of clauses) {
    const [code = '', number = ''] = cited.split('/');
    if ((await store.clausesOn(tx, today(tx), { code, number })).length === 0) unknownClause();
  }
  await store.setAnswer(tx, id, { answer, clauses, byName: person(tx).name });
  return { id };
}
/** Refuses as the operation declares. */
export async function publishConsultation(
  tx: Tx,
  { id, question, answer }: InputOf<typeof contract.publishConsultation>,
): Promise<{ id: string }> {
  const row = await locked(tx, id);
  if (!row.answeredAt) refuse('conflict', 'norms.not-answered', 'Answer it first, then publish it.');
  if (row.publishedAt) refuse('conflict', 'norms.published-already', 'It was published already. Load the page again.');
  await store.publish(tx, id, { question, answer });
  return { id };
}
