// SPDX-License-Identifier: Apache-2.0
import { timingSafeEqual } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type pg from 'pg';
import { byteaArray, uuidArray } from '../database/arrays.ts';
import type { ModuleRuntime } from '../module.ts';
import { signCheckpoint } from './checkpoint.ts';
import { anchorFile } from './database-source.ts';
import { ledgerOrigin, sealOf } from './entry.ts';
import { leafHash } from './merkle.ts';
import { requestTimestamp } from './timestamp.ts';
import { storeSubtrees, storedRanges } from './tree.ts';

/** Entries given a place in one transaction: few enough that checking them holds up nothing else for long. */
const placeBatch = 250;
/** Entries settled in one transaction: those that this process wrote itself cost little. */
const settleBatch = 1000;
/** Leaves remembered until they are settled; what is forgotten is read again. */
const mostRemembered = 50_000;

export interface Sequencer {
  /** One round of giving places to entries without one, and of settling those with one; whether more waits already. */
  sequence(): Promise<boolean>;
  /** Signs the settled tree when it has grown; answers its size. */
  checkpoint(): Promise<number>;
  /** Sequences everything and signs it: for verification and orderly stops. */
  flush(): Promise<number>;
  /** Entries that this process wrote with their places. */
  placed(first: number, leaves: readonly Buffer[]): void;
}

interface Row {
  readonly id: string;
  readonly record: string;
  readonly leaf_hash: Buffer;
  readonly seal: Buffer;
}

/**
 * One writer a ledger (advisory lock). Before the tree is signed, each leaf is one that this process wrote, or its record is
 * hashed again and its seal checked: a row that was changed or smuggled in meanwhile never becomes part of a signed tree.
 * It is left without a place and reported.
 */
export function createSequencer(pool: pg.Pool, module: ModuleRuntime): Sequencer {
  const origin = ledgerOrigin(module.config.circuit, module.name);

  async function exclusively<R>(work: (client: pg.PoolClient) => Promise<R>, otherwise: R): Promise<R> {
    const client = await pool.connect();
    let broken = false;
    try {
      // A process that is stopped in the middle holds up whoever writes to the message log no longer than this.
      await client.query(`begin; set local idle_in_transaction_session_timeout = '5s'`);
      const { rows } = await client.query<{ free: boolean }>('select pg_try_advisory_xact_lock(hashtext($1)) as free', [
        `ledger ${module.name}`,
      ]);
      const result = rows[0]?.free ? await work(client) : otherwise;
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** Leaves by their places; as text, since a digest in Buffer's pool keeps 8 KB of it from being freed. */
  const remembered = new Map<number, string>();
  const sealKey = () => module.keys.secretKey('ledger-seal');

  function placed(first: number, leaves: readonly Buffer[]): void {
    if (remembered.size > mostRemembered) remembered.clear();
    for (const [n, leaf] of leaves.entries()) remembered.set(first + n, leaf.toString('latin1'));
  }

  function isSound(row: Row): boolean {
    const sound = sealMatches(row.seal, sealOf(sealKey(), row.record)) && row.leaf_hash.equals(leafHash(row.record));
    if (!sound)
      module.log.error(
        { entry: row.id },
        'a ledger entry does not carry its seal: it was written or changed past the kernel',
      );
    return sound;
  }

  /** Gives places to entries of longer transactions, which could not count themselves without holding up all others. */
  async function place(client: pg.PoolClient): Promise<boolean> {
    const { rows } = await client.query<Row>(
      'select id, record, leaf_hash, seal from ledger_entry where leaf_index is null order by id limit $1',
      [placeBatch],
    );
    const sound = rows.filter(isSound);
    if (sound.length === 0) return false;
    const first = await nextPlace(client);
    await client.query(
      `update ledger_entry e set leaf_index = $1::bigint + n.place - 1
       from unnest($2::uuid[]) with ordinality as n (id, place) where e.id = n.id`,
      [first, uuidArray(sound.map((row) => row.id))],
    );
    // Checked a moment ago; should this not be committed, other leaves will stand there.
    placed(
      first,
      sound.map((row) => row.leaf_hash),
    );
    return rows.length === placeBatch;
  }

  async function settle(client: pg.PoolClient): Promise<boolean> {
    const { size, settled } = await treeOf(client);
    const end = Math.min(size, settled + settleBatch);
    if (end <= settled) return false;
    const own = Array.from({ length: end - settled }, (_, n) => {
      const leaf = remembered.get(settled + n);
      return leaf === undefined ? undefined : Buffer.from(leaf, 'latin1');
    });
    const { rows } = await client.query<Row & { place: number }>(
      `select $1::bigint + own.n - 1 as place, e.id, e.record, e.leaf_hash, e.seal
       from unnest($2::bytea[]) with ordinality as own (leaf, n) left join ledger_entry e on e.leaf_index = $1::bigint + own.n - 1
       where e.id is null or e.leaf_hash is distinct from own.leaf order by place`,
      [settled, byteaArray(own)],
    );
    const bad = rows.find((row) => row.id === null || !isSound(row));
    const good = bad?.place ?? end;
    await storeSubtrees((sql, values) => client.query(sql, values as unknown[]), settled, good);
    await client.query('update ledger_tree set settled = $1', [good]);
    for (let index = settled; index < good; index++) remembered.delete(index);
    if (bad) await takeOut(client, bad.place);
    return bad !== undefined || end < size;
  }

  /** Takes what stands at a place that is not signed yet out of the tree; the last entry moves there. */
  async function takeOut(client: pg.PoolClient, index: number): Promise<void> {
    await nextPlace(client);
    await client.query('update ledger_entry set leaf_index = null where leaf_index = $1', [index]);
    await client.query(
      'update ledger_entry set leaf_index = $1 where leaf_index > $1 and leaf_index = (select max(leaf_index) from ledger_entry)',
      [index],
    );
  }

  /** In two transactions: from the first one's place on nobody else writes to the message log until it ends. */
  async function sequence(): Promise<boolean> {
    const unplaced = await exclusively(place, false);
    return (await exclusively(settle, false)) || unplaced;
  }

  const checkpoint = async () => {
    const made = await exclusively(
      async (client) => {
        const { settled: size } = await treeOf(client);
        const { rows } = await client.query<{ size: number | null }>('select max(size) as size from ledger_checkpoint');
        if (size === 0 || rows[0]?.size === size) return { size, note: undefined };
        const root = await storedRanges((sql, values) => client.query(sql, values as unknown[]))(0, size);
        const note = signCheckpoint({ origin, size, root }, module.keys);
        await client.query('insert into ledger_checkpoint (size, root, at, note) values ($1, $2, $3, $4)', [
          size,
          root,
          module.clock.now(),
          note,
        ]);
        return { size, note };
      },
      { size: 0, note: undefined },
    );
    if (made.note) await keepOutside(made.note);
    await timestampPending();
    return made.size;
  };

  /** The newest checkpoint is also a file, so that cutting off the end of the ledger in the database shows. */
  async function keepOutside(note: string): Promise<void> {
    const file = anchorFile(module.dataDir, module.name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.new`, note);
    await rename(`${file}.new`, file);
  }

  /** Asks the authority for the tokens that are still missing, oldest first; it may be away for a while. */
  async function timestampPending(): Promise<void> {
    const { tsaUrl } = module.config;
    if (!tsaUrl) return;
    const { rows } = await pool.query<{ size: number; note: string }>(
      'select size, note from ledger_checkpoint where timestamp_token is null order by size limit 20',
    );
    for (const { size, note } of rows) {
      try {
        const token = await requestTimestamp(tsaUrl, Buffer.from(note));
        await pool.query('update ledger_checkpoint set timestamp_token = $2 where size = $1', [size, token]);
      } catch (err) {
        module.log.warn({ err }, 'the time-stamping authority does not answer; the checkpoint waits');
        return;
      }
    }
  }

  const flush = async () => {
    while (await sequence());
    return checkpoint();
  };
  return { sequence, checkpoint, flush, placed };
}

const sealMatches = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);

/** Until the transaction ends nobody else gets a place. */
async function nextPlace(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ place: number }>('select next_place() as place');
  return rows[0]?.place ?? 0;
}

/** How many entries have a place, and how many of those were checked. */
async function treeOf(client: pg.PoolClient): Promise<{ size: number; settled: number }> {
  const { rows } = await client.query<{ size: number; settled: number }>(
    'select (select coalesce(max(leaf_index) + 1, 0) from ledger_entry) as size, settled from ledger_tree',
  );
  return rows[0] ?? { size: 0, settled: 0 };
}
