// SPDX-License-Identifier: Apache-2.0
/** Evidence rows a second, against multi-row INSERT of the same bytes into a plain table of the same database. */
import type { ModuleRuntime } from '@stoa/kernel';
import { type Entry, makeEntry, writeEntries } from '@stoa/kernel/ledger';
import pg from 'pg';
import { createDurableLog, type LoggedMessage, makeMessageEntry } from '../../modules/exchange/src/log/durable-log.ts';
import { bodyOf } from '@stoa/exchange/wire';
import { runExchange } from './exchange-alone.ts';
import { consumerId, providerId, serviceCode } from './exchange-names.ts';
import { type Measurement, measurement } from './measurement.ts';
import { usageDuring } from './process-usage.ts';
import { type Workplace, withWorkplace } from './workplace.ts';

const batchSize = 200;
const warmUpMs = 800;
const durationMs = 3000;
/** Messages of the exchange that wait for their commit at a time. */
const inFlight = 400;

export const benchLedger = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const module = await runExchange(place);
    const raw = new pg.Client({ connectionString: place.databaseUrl });
    await raw.connect();
    place.atEnd(() => raw.end());
    await raw.query(
      `create table plain (id uuid primary key, kind text not null, at timestamptz not null, record text not null,
         leaf_hash bytea not null, seal bytea not null, salts bytea[] not null, personal text[] not null, body bytea)`,
    );
    return [...(await benchEntries(place, module, raw)), ...(await benchDurableLog(place, module, raw))];
  });

const evidence = (serial: number) => ({
  kind: 'audit',
  facts: {
    action: 'cases.case-read',
    object: { type: 'case', id: `WP-2026-${serial}` },
    operation: 'cases.get-case',
    outcome: 'done',
  },
  personal: { actor: 'Daniyar Omarov', subject: 'a'.repeat(43) },
});

async function benchEntries(place: Workplace, module: ModuleRuntime, raw: pg.Client): Promise<Measurement[]> {
  const make = (): Entry[] =>
    Array.from({ length: batchSize }, (_, serial) => makeEntry(module, evidence(serial), new Date()));
  const write = async () => {
    await module.tx({ kind: 'system' }, (tx) => writeEntries(tx.query, make()));
    return batchSize;
  };
  const plain = await measureRows(place, () => insertPlain(raw, make()));
  return compared(`entries made and written, ${batchSize} a commit`, await measureRows(place, write), plain);
}

async function benchDurableLog(place: Workplace, module: ModuleRuntime, raw: pg.Client): Promise<Measurement[]> {
  const log = createDurableLog(module);
  const append = async () => {
    await Promise.all(Array.from({ length: inFlight }, (_, serial) => log(message(serial))));
    return inFlight;
  };
  const make = () => Array.from({ length: batchSize }, (_, serial) => makeMessageEntry(module, message(serial)));
  const plain = await measureRows(place, () => insertPlain(raw, make()));
  return compared(`durable log of the exchange, ${inFlight} waiting`, await measureRows(place, append), plain);
}

interface Rows {
  readonly perSecond: number;
  /** Processor seconds a thousand rows. */
  readonly node: number;
  readonly postgres: number;
}

/** Throughput, and processor time, which other load on the machine changes less. */
function compared(name: string, own: Rows, plain: Rows): Measurement[] {
  const peer = (value: number) => ({ name: 'the same bytes into a plain table', value });
  const cost = ({ node, postgres }: Rows) => node + postgres;
  const { node, postgres } = own;
  return [
    measurement('ledger', name, own.perSecond, 'rows/s', {}, peer(plain.perSecond)),
    measurement('ledger', `processor time: ${name}`, cost(own), 's/1000 rows', { node, postgres }, peer(cost(plain))),
  ];
}

const message = (serial: number): LoggedMessage => ({
  direction: 'request',
  kind: 'sync',
  messageId: `0197f3a0-0000-7000-8000-${String(serial).padStart(12, '0')}`,
  client: consumerId,
  target: `${providerId}/${serviceCode}`,
  outcome: 'accepted',
  facts: {
    method: 'POST',
    contentDigest: `sha-256=:${'d'.repeat(44)}:`,
    signatureInput: `stoa=${'i'.repeat(250)}`,
    signature: `stoa=:${'s'.repeat(88)}:`,
    keyId: 'k'.repeat(64),
  },
  personal: { target: `/r1/${providerId}/${serviceCode}/14567890105` },
  body: bodyOf(Buffer.alloc(300, 'b')),
});

/** Repeats `work`, which answers how many rows it wrote. */
async function measureRows(place: Workplace, work: () => Promise<number>): Promise<Rows> {
  const repeat = async (ms: number) => {
    const from = performance.now();
    let rows = 0;
    while (performance.now() < from + ms) rows += await work();
    return { rows, seconds: (performance.now() - from) / 1000 };
  };
  await repeat(warmUpMs);
  // PostgreSQL is no child of this process.
  const processes = { node: process.pid, postgres: place.databasePid };
  const { result, cpuSeconds } = await usageDuring(processes, () => repeat(durationMs));
  const { rows, seconds } = result;
  const perThousand = (name: string) => ((cpuSeconds[name] ?? 0) * 1000) / rows;
  return { perSecond: rows / seconds, node: perThousand('node'), postgres: perThousand('postgres') };
}

/** One multi-row INSERT, one commit. The entries are made too, so that only the writing differs. */
async function insertPlain(raw: pg.Client, entries: readonly Entry[]): Promise<number> {
  const values = entries.flatMap((e) => [
    e.id,
    e.kind,
    e.at,
    e.record,
    e.leafHash,
    e.seal,
    e.personal.map((p) => p.salt),
    e.personal.map((p) => p.value),
    e.blobs[0]?.content ?? null,
  ]);
  const columns = values.length / entries.length;
  const rows = entries.map(
    (_, row) => `(${Array.from({ length: columns }, (__, column) => `$${row * columns + column + 1}`).join(',')})`,
  );
  await raw.query(`insert into plain values ${rows.join(',')}`, values);
  return entries.length;
}
