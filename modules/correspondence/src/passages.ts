// SPDX-License-Identifier: Apache-2.0
/** What an institution sent and what came to it, for its clerks and leaders: nothing of it is above official use. */
import { authorise, pageOfRows, readCursor, type Tx, writeCursor } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import type { Passage } from './contract.ts';
import * as queries from './queries.ts';
import { chanceryAsResource } from './clerks.ts';
import type { ArrivalRow, CopyRow } from './store.ts';

export async function listPassages(
  tx: Tx,
  asked: InputOf<typeof contract.listPassages>,
): Promise<OutputOf<typeof contract.listPassages>> {
  authorise(tx, chanceryAsResource(asked.institutionId));
  const after = readCursor(asked.cursor, 'instant', 'uuid');
  const opened = new Map<string, Passage>();
  return pageOfRows(
    asked,
    async (count) => {
      const rows = await queries.passages(tx, asked, after, count);
      const ids = (direction: string) => rows.filter((row) => row.direction === direction).map(({ id }) => id);
      for (const [id, copy] of await queries.copiesById(tx, ids('sent'))) opened.set(`sent ${id}`, sent(copy));
      for (const [id, one] of await queries.arrivalsById(tx, ids('came'))) opened.set(`came ${id}`, came(one));
      return rows;
    },
    ({ direction, id }) => opened.get(`${direction} ${id}`) as Passage,
    (row) => writeCursor(row.changedAt, row.id),
  );
}

const optional = <Key extends string, Value>(key: Key, value: Value | null) =>
  (value === null ? {} : { [key]: value }) as { [K in Key]?: Value };

const sent = (copy: CopyRow): Passage => ({
  ...{ id: copy.id, documentId: copy.documentId, direction: 'sent', institutionId: copy.institutionId },
  ...{ party: copy.addressee.name, way: copy.way, number: copy.number, date: copy.numberedOn },
  ...{ subject: copy.subject, state: copy.state, at: copy.changedAt.toISOString() },
  ...optional('theirNumber', copy.theirNumber),
  ...optional('theirDate', copy.theirDate),
  ...optional('reason', copy.reason),
});

const came = (arrival: ArrivalRow): Passage => ({
  ...{ id: arrival.id, direction: 'came', institutionId: arrival.institutionId, way: 'exchange' },
  ...{ party: arrival.sender, subject: arrival.subject, at: arrival.changedAt.toISOString() },
  state: arrival.state === 'arriving' ? 'sent' : arrival.state,
  ...optional('documentId', arrival.documentId),
  ...optional('number', arrival.number),
  ...optional('date', arrival.numberedOn),
  ...optional('theirNumber', arrival.theirNumber),
  ...optional('theirDate', arrival.theirDate),
  ...optional('reason', arrival.reason),
});
