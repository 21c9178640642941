// SPDX-License-Identifier: Apache-2.0
/** Kinds of events: who publishes them, and the schema of their data. A registered type never changes. */
import { canonicalJson, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { TSchema } from 'typebox';
import type * as contract from '../contract.ts';
import { checkSchema } from '../mailbox/content.ts';
import { requireSubsystem } from '../registry.ts';

export interface KnownEventType {
  readonly id: string;
  readonly publisher: string;
  readonly schema: TSchema;
  readonly latest: number;
}

/** The same schema object each time keeps its compiled validator; types never change. */
const schemas = new Map<string, { text: string; schema: TSchema }>();

export async function findEventType(tx: Tx, id: string): Promise<KnownEventType | undefined> {
  const { rows } = await tx.query<{ publisher: string; schema: TSchema; latest: number }>(
    'select publisher_id as publisher, schema, last_position as latest from event_type where id = $1',
    [id],
  );
  const [row] = rows;
  if (!row) return undefined;
  const text = JSON.stringify(row.schema);
  let known = schemas.get(id);
  if (known?.text !== text) schemas.set(id, (known = { text, schema: row.schema }));
  return { id, publisher: row.publisher, schema: known.schema, latest: row.latest };
}

export const getEventType = async (tx: Tx, id: string): Promise<KnownEventType> =>
  (await findEventType(tx, id)) ??
  refuse('missing', 'exchange.event-type-unknown', `There is no event type ${id} on this exchange.`);

/** A name in the schema (`$id`) and the draft it says it follows are not kept. */
export async function publishEventType(
  tx: Tx,
  input: InputOf<typeof contract.publishEventType>,
): Promise<{ id: string }> {
  const { id, publisherId, name } = input;
  await requireSubsystem(tx, publisherId);
  const { $id, $schema, ...schema } = input.schema as Record<string, unknown>;
  checkSchema(schema);
  const { rowCount } = await tx.query(
    'insert into event_type (id, publisher_id, name, schema) values ($1, $2, $3, $4) on conflict do nothing',
    [id, publisherId, JSON.stringify(name), JSON.stringify(schema)],
  );
  if (rowCount === 1) return { id };
  const known = await getEventType(tx, id);
  const wanted = canonicalJson({ publisher: publisherId, schema });
  if (canonicalJson({ publisher: known.publisher, schema: known.schema }) !== wanted)
    refuse('conflict', 'exchange.type-immutable', `${id} is registered otherwise. Register a new version.`);
  return { id };
}
