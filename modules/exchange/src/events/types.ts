// SPDX-License-Identifier: Apache-2.0
/** Kinds of events: who publishes them, and the schema of their data. A registered type never changes. */
import { canonicalJson, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import type { TSchema } from 'typebox';
import type * as contract from '../contract.ts';
import type { OwnEventType } from '../contract.ts';
import { checkSchema } from '../content/index.ts';
import { requireSubsystem } from '../members/index.ts';
import { addType, retireType } from './store.ts';

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
    'select publisher_id as publisher, schema, last_position as latest from event_type where id = $1 and retired_at is null',
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

/** Those of one publisher, by name. */
export async function ownEventTypes(tx: Tx, publisher: string): Promise<OwnEventType[]> {
  const { rows } = await tx.query<OwnEventType>(
    'select id as type, schema from event_type where publisher_id = $1 and retired_at is null order by id limit 1000',
    [publisher],
  );
  return rows;
}

/** A name in the schema (`$id`) and the draft it says it follows are not kept. */
export async function publishEventType(
  tx: Tx,
  input: InputOf<typeof contract.publishEventType>,
): Promise<{ id: string }> {
  await register(tx, input);
  return { id: input.id };
}

/** A type of the publisher's own, under its own name: `XM/GOV/1002/COMPANIES/newCompany`. */
export async function registerOwnType(
  tx: Tx,
  publisherId: string,
  { type, schema }: OwnEventType,
): Promise<{ type: string; alreadyRegistered: boolean }> {
  const id = `${publisherId}/${type}`;
  return { type: id, alreadyRegistered: !(await register(tx, { id, publisherId, name: { en: type }, schema })) };
}

/** Whether it was new. */
async function register(tx: Tx, input: InputOf<typeof contract.publishEventType>): Promise<boolean> {
  const { id, publisherId, name } = input;
  await requireSubsystem(tx, publisherId);
  const { $id: _name, $schema: _draft, ...schema } = input.schema as Record<string, unknown>;
  checkSchema(schema);
  if (await addType(tx, id, publisherId, JSON.stringify(name), JSON.stringify(schema))) return true;
  const known = await findEventType(tx, id);
  const wanted = canonicalJson({ publisher: publisherId, schema });
  if (canonicalJson({ publisher: known?.publisher, schema: known?.schema ?? null }) !== wanted)
    refuse('conflict', 'exchange.type-immutable', `${id} is registered otherwise. Register a new version.`);
  return false;
}

/** Nobody publishes or reads events of it any more; its name is not given again. */
export async function retireEventType(tx: Tx, publisher: string, id: string): Promise<void> {
  if (!(await retireType(tx, publisher, id)))
    refuse('missing', 'exchange.event-type-unknown', `This subsystem publishes no event type ${id}.`);
}
