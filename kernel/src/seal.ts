// SPDX-License-Identifier: Apache-2.0
/**
 * Columns that hold what people said, unreadable in the database and its dumps (decision 20). A module declares them; a row
 * keeps them together in its column `sealed`, and leaves the clear columns empty.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { hmacSha256 } from './hashing.ts';
import type { ModuleRuntime } from './module.ts';
import { wordsOf } from './text/search-words.ts';
import type { Tx } from './database/tx.ts';

export interface SealedTable {
  /** SQL that gives each row a name of its own, as text: a sealed value fits no other row. */
  readonly key: string;
  readonly columns: readonly string[];
  /** Columns that are looked for all the same: by what (`wordMarks`, `mark`), and in which column that stands. */
  /** SQL without which a transaction sees no row of it (row-level security), when what an earlier key sealed is sealed anew. */
  readonly seenAfter?: string;
  readonly sought?: Readonly<Record<string, { by: (from: From, value: string) => string | string[]; into: string }>>;
}
export type SealedTables = Readonly<Record<string, SealedTable>>;

/** What the kernel keeps sealed in every module: data of events and jobs, and answers that may be asked for again. */
export const kernelTables = {
  work: { key: 'id::text', columns: ['data'] },
  outbox: { key: 'id::text', columns: ['data'] },
  idempotency: { key: `principal || ' ' || operation || ' ' || key`, columns: ['output'] },
  process_step: { key: 'id::text', columns: ['result'] },
} satisfies SealedTables;

type From = Pick<ModuleRuntime, 'name' | 'keys' | 'config'>;

/** `STOA_DATA_KEY`: the key that seals from now on; earlier ones stay in the key folder until everything is sealed anew. */
const currentKey = ({ config }: From): string => config.env.STOA_DATA_KEY ?? firstKey;
const firstKey = '1';
/** While processes of the release before still run they are left what they can read. */
const keepsClear = ({ config }: From): boolean => config.env.STOA_CLEAR_COLUMNS === 'keep';

const keyOf = ({ keys }: From, id: string) => keys.secretKey(`data-${id}`);
const placeOf = ({ name }: From, table: string, key: string) => Buffer.from(`${name}.${table}/${key}`);

function seal(from: From, table: string, key: string, values: object): string {
  const id = currentKey(from);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(from, id), iv).setAAD(placeOf(from, table, key));
  const text = Buffer.concat([cipher.update(JSON.stringify(values)), cipher.final()]);
  return `${id}.${Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url')}`;
}

function unseal(from: From, table: string, key: string, sealed: string): object {
  const [id = '', text = ''] = sealed.split('.');
  const bytes = Buffer.from(text, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(from, id), bytes.subarray(0, 12))
    .setAAD(placeOf(from, table, key))
    .setAuthTag(bytes.subarray(12, 28));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString()) as object;
}

/** Finds a sealed value by the whole of it, and says nothing of it to who lacks the key. */
export const mark = ({ keys }: From, value: string): string =>
  hmacSha256(keys.secretKey('marks'), value).toString('base64url');

const [shortest, longest] = [3, 16];

/** Finds a sealed text by the beginnings of its words, from three letters on; who compares rows sees which are alike. */
export const wordMarks = (from: From, text: string): string[] => [
  ...new Set(
    wordsOf(text).flatMap((word) => {
      const letters = [...word].slice(0, longest);
      const least = Math.min(shortest, letters.length);
      return letters.slice(least - 1).map((_, more) => shortMark(from, letters.slice(0, least + more).join('')));
    }),
  ),
];
/** The marks a text must have to be found by these words; none where there is no word. */
export const soughtMarks = (from: From, words: string): string[] =>
  wordsOf(words).map((word) => shortMark(from, [...word].slice(0, longest).join('')));
const shortMark = (from: From, part: string) => mark(from, `word ${part}`).slice(0, 12);

/** Values for the columns of a row: empty ones, and `sealed`. Values are what JSON can say. */
export function sealRow<Values extends object>(
  { module }: Pick<Tx, 'module'>,
  table: string,
  key: string,
  values: Values,
): { [Name in keyof Values]: Values[Name] | null } & { sealed: string } {
  const clear = keepsClear(module) ? values : Object.fromEntries(Object.keys(values).map((name) => [name, null]));
  return { ...(clear as Values), sealed: seal(module, table, key, values) };
}

/** The same for a row that is there, whose key is its `id`: what it keeps sealed already stays. */
export async function sealMore<Values extends object>(
  tx: Tx,
  table: string,
  id: string,
  values: Values,
): Promise<ReturnType<typeof sealRow<Values>>> {
  const { rows } = await tx.query<{ sealed: string | null }>(`select sealed from ${table} where id = $1 for update`, [
    id,
  ]);
  const earlier = rows[0]?.sealed ? unseal(tx.module, table, id, rows[0].sealed) : {};
  return { ...sealRow(tx, table, id, values), sealed: seal(tx.module, table, id, { ...earlier, ...values }) };
}

/** The row with its sealed values. Clear ones that a process of the release before wrote since are newer. */
export function openRow<Row extends { sealed: string | null }>(
  { module }: Pick<Tx, 'module'>,
  table: string,
  key: string,
  row: Row,
): Omit<Row, 'sealed'> {
  const { sealed, ...clear } = row;
  if (sealed === null) return clear;
  const given = Object.fromEntries(Object.entries(clear).filter(([, value]) => value !== null));
  return { ...clear, ...unseal(module, table, key, sealed), ...given };
}

/** Bytes of a file, sealed as a row's values are; they keep their key when others are sealed anew. */
export function sealBytes({ module }: Pick<Tx, 'module'>, table: string, key: string, bytes: Uint8Array): Buffer {
  const id = currentKey(module);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(module, id), iv).setAAD(placeOf(module, table, key));
  const body = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([Buffer.from(`${id}.`), iv, cipher.getAuthTag(), ...body]);
}

export function openBytes({ module }: Pick<Tx, 'module'>, table: string, key: string, sealed: Buffer): Buffer {
  const dot = sealed.indexOf('.');
  const bytes = sealed.subarray(dot + 1);
  const decipher = createDecipheriv(
    'aes-256-gcm',
    keyOf(module, sealed.toString('latin1', 0, dot)),
    bytes.subarray(0, 12),
  )
    .setAAD(placeOf(module, table, key))
    .setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
}

/** For a column of JSON. */
export const jsonOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : JSON.stringify(value);

const batch = 200;

/** Seals what the release before left clear, and what an earlier key sealed; a batch a transaction. */
export async function sealEarlier(module: ModuleRuntime, tables: SealedTables): Promise<void> {
  if (keepsClear(module)) return;
  for (const [table, { key, columns, seenAfter, sought = {} }] of Object.entries(tables)) {
    const clear = columns.map((column) => `${column} is not null`).join(' or ');
    // Only where there may be other keys: rows that are clear are found by an index.
    const others = `or ($1 <> '${firstKey}.' and not starts_with(sealed, $1))`;
    const values = columns.map((column) => `'${column}', to_jsonb(${column})`).join(', ');
    const find = `select ${key} as key, ctid::text as place, sealed, jsonb_strip_nulls(jsonb_build_object(${values})) as clear
      from ${table} where ${clear} ${others} limit ${batch} for update skip locked`;
    const marks = Object.entries(sought);
    const set = [
      ...columns.map((column) => `${column} = null`),
      ...marks.map(([, { into }], index) => `${into} = coalesce($${index + 3}, ${into})`),
    ];
    const put = `update ${table} set sealed = $2, ${set.join(', ')} where ctid = $1::tid`;
    const sealBatch = () =>
      module.tx({ kind: 'service', id: module.name }, async (tx) => {
        type Found = { key: string; place: string; sealed: string | null; clear: Record<string, unknown> };
        if (seenAfter) await tx.query(seenAfter);
        const { rows } = await tx.query<Found>(find, [`${currentKey(module)}.`]);
        for (const row of rows) {
          const earlier = row.sealed === null ? {} : unseal(module, table, row.key, row.sealed);
          const found = marks.map(([column, { by }]) => row.clear[column] && by(module, String(row.clear[column])));
          const sealed = seal(module, table, row.key, { ...earlier, ...row.clear });
          await tx.query(put, [row.place, sealed, ...found.map((value) => value || null)]);
        }
        return rows.length;
      });
    while ((await sealBatch()) === batch);
  }
}
