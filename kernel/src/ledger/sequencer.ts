// SPDX-License-Identifier: Apache-2.0
import { timingSafeEqual } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type pg from 'pg';
import { uuidArray } from '../database/arrays.ts';
import type { ModuleRuntime } from '../module.ts';
import { signCheckpoint } from './checkpoint.ts';
import { anchorFile } from './database-source.ts';
import { ledgerOrigin, sealOf } from './entry.ts';
import { leafHash } from './merkle.ts';
import { requestTimestamp } from './timestamp.ts';
import { storeSubtrees, storedRanges } from './tree.ts';

/** Entries placed in one transaction: few enough that checking them holds up nothing else for long. */
export const sequencerBatch = 250;

export interface Sequencer {
  /** Gives new entries their places in the tree; answers how many. */
  sequence(): Promise<number>;
  /** Signs the tree as it stands when it has grown; answers its size. */
  checkpoint(): Promise<number>;
  /** Sequences everything and signs it: for verification and orderly stops. */
  flush(): Promise<number>;
}

/**
 * One writer a ledger (advisory lock). Each record is hashed again and its seal checked before it gets a place, so a
 * row that was changed or smuggled in meanwhile never becomes part of a signed tree; it stays out and is reported.
 */
export function createSequencer(pool: pg.Pool, module: ModuleRuntime): Sequencer {
  const origin = ledgerOrigin(module.config.circuit, module.name);

  async function exclusively<R>(work: (client: pg.PoolClient) => Promise<R>, otherwise: R): Promise<R> {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query('begin');
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

  const sequence = () =>
    exclusively(async (client) => {
      const { rows } = await client.query<{ id: string; record: string; leaf_hash: Buffer; seal: Buffer }>(
        'select id, record, leaf_hash, seal from ledger_entry where leaf_index is null order by id limit $1',
        [sequencerBatch],
      );
      const key = module.keys.secretKey('ledger-seal');
      const sound = rows.filter((row) => {
        const good =
          sealMatches(row.seal, sealOf(key, row.record)) && row.leaf_hash.equals(leafHash(row.record));
        if (!good)
          module.log.error(
            { entry: row.id },
            'a ledger entry does not carry its seal: it was written or changed past the kernel',
          );
        return good;
      });
      if (sound.length === 0) return 0;
      const size = await treeSize(client);
      await client.query(
        `update ledger_entry e set leaf_index = $1::bigint + n.place - 1
         from unnest($2::uuid[]) with ordinality as n (id, place) where e.id = n.id`,
        [size, uuidArray(sound.map((row) => row.id))],
      );
      await storeSubtrees((sql, values) => client.query(sql, values as unknown[]), size, size + sound.length);
      return sound.length;
    }, 0);

  const checkpoint = async () => {
    const made = await exclusively(
      async (client) => {
        const size = await treeSize(client);
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
    while ((await sequence()) > 0);
    return checkpoint();
  };
  return { sequence, checkpoint, flush };
}

const sealMatches = (a: Buffer, b: Buffer) => a.length === b.length && timingSafeEqual(a, b);

async function treeSize(client: pg.PoolClient): Promise<number> {
  const { rows } = await client.query<{ size: number }>(
    'select coalesce(max(leaf_index) + 1, 0) as size from ledger_entry',
  );
  return rows[0]?.size ?? 0;
}
