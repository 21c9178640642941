// SPDX-License-Identifier: Apache-2.0
/** A ledger as it stands in a database, read page by page. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { canonicalJson } from './canonical.ts';
import { ledgerOrigin } from './entry.ts';
import type { LedgerSource, StoredEntry } from './verify.ts';

const pageSize = 2000;

/** Folder in which the newest checkpoint of each ledger is kept outside the database. */
export const anchorFile = (dataDir: string, module: string): string => join(dataDir, 'checkpoints', `${module}.txt`);

/**
 * The newest checkpoint of each ledger as it is kept outside the database. Read before the snapshot that is verified:
 * the file follows the commit, so a snapshot taken afterwards holds whatever the file names.
 */
export async function readAnchors(dataDir: string): Promise<ReadonlyMap<string, string>> {
  const folder = dirname(anchorFile(dataDir, 'any'));
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.txt'));
  const notes = names.map(async (name) => [name.slice(0, -4), await readFile(join(folder, name), 'utf8')] as const);
  return new Map(await Promise.all(notes));
}

/**
 * @param schema the module's schema
 * @param anchors of `readAnchors`
 */
export async function databaseSource(
  client: Pick<pg.Client, 'query'>,
  schema: string,
  circuit: string,
  anchors?: ReadonlyMap<string, string>,
): Promise<LedgerSource> {
  const { rows } = await client.query<{ size: string; root: Buffer; note: string; timestamp_token: Buffer | null }>(
    `select size, root, note, timestamp_token from ${schema}.ledger_checkpoint order by size`,
  );
  return {
    origin: ledgerOrigin(circuit, schema),
    entries: entriesOf(client, schema),
    checkpoints: rows.map((row) => ({
      size: Number(row.size),
      root: row.root,
      note: row.note,
      timestampToken: row.timestamp_token,
    })),
    anchor: anchors?.get(schema),
  };
}

/** Schemas that hold a ledger. */
export async function ledgerSchemas(client: Pick<pg.Client, 'query'>): Promise<string[]> {
  const { rows } = await client.query<{ schema: string }>(
    `select table_schema as schema from information_schema.tables where table_name = 'ledger_entry' order by 1`,
  );
  return rows.map((row) => row.schema);
}

async function* entriesOf(client: Pick<pg.Client, 'query'>, schema: string): AsyncGenerator<StoredEntry> {
  const columns = `e.id, e.kind, e.record, e.leaf_hash, e.seal, e.leaf_index,
    (select coalesce(jsonb_agg(jsonb_build_object('field', field, 'salt', encode(salt, 'hex'), 'value', value)), '[]')
       from ${schema}.ledger_personal p where p.entry_id = e.id) as personal`;
  let after = -1;
  for (;;) {
    const { rows } = await client.query<Row>(
      `select ${columns} from ${schema}.ledger_entry e where leaf_index > $1 order by leaf_index limit ${pageSize}`,
      [after],
    );
    yield* withBlobs(client, schema, rows);
    if (rows.length < pageSize) break;
    after = Number(rows.at(-1)?.leaf_index);
  }
  const { rows } = await client.query<Row>(
    `select ${columns} from ${schema}.ledger_entry e where leaf_index is null order by id`,
  );
  yield* withBlobs(client, schema, rows);
}

interface Row {
  id: string;
  kind: string;
  record: string;
  leaf_hash: Buffer;
  seal: Buffer;
  leaf_index: string | number | null;
  personal: { field: string; salt: string; value: unknown }[];
}

async function* withBlobs(
  client: Pick<pg.Client, 'query'>,
  schema: string,
  rows: readonly Row[],
): AsyncGenerator<StoredEntry> {
  const blobs = await client.query<{ entry_id: string; name: string; content: Buffer }>(
    `select entry_id, name, content from ${schema}.ledger_blob where entry_id = any($1)`,
    [rows.map((row) => row.id)],
  );
  const byEntry = Map.groupBy(blobs.rows, (blob) => blob.entry_id);

  for (const row of rows) {
    yield {
      id: row.id,
      kind: row.kind,
      record: row.record,
      leafHash: row.leaf_hash,
      seal: row.seal,
      leafIndex: row.leaf_index === null ? null : Number(row.leaf_index),
      personal: row.personal.map((part) => ({
        field: part.field,
        salt: Buffer.from(part.salt, 'hex'),
        value: canonicalJson(part.value),
      })),
      blobs: byEntry.get(row.id) ?? [],
    };
  }
}
