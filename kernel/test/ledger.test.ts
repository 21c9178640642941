// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canonicalJson,
  consistencyProof,
  databaseSource,
  readAnchors,
  inclusionProof,
  leafHash,
  makeEntry,
  rangesOf,
  verifyConsistency,
  verifyInclusion,
  verifyLedger,
} from '../src/ledger/index.ts';
import { moduleOperations, record } from '../src/index.ts';
import { bench } from '../testing/index.ts';
import { sample } from './sample/sample.ts';

const leaves = (n: number) => Array.from({ length: n }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));

test('the tree has the known root of the RFC 6962 reference vectors', async () => {
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const root = await rangesOf(inputs.map((hex) => leafHash(Buffer.from(hex, 'hex'))))(0, 8);
  expect(root.toString('hex')).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');
});

test('every inclusion proof holds, and for no other leaf, place or root', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), async (size, pick) => {
      const range = rangesOf(leaves(size));
      const index = pick % size;
      const proof = await inclusionProof(range, index, size);
      const root = await range(0, size);
      const leaf = leaves(size)[index] as Buffer;
      expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true);
      expect(verifyInclusion(leafHash(Buffer.from('other')), index, size, proof, root)).toBe(false);
      if (size > 1) expect(verifyInclusion(leaf, (index + 1) % size, size, proof, root)).toBe(false);
    }),
  );
});

test('every consistency proof holds, and not for a tree that was rewritten', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), async (size, pick) => {
      const old = 1 + (pick % size);
      const range = rangesOf(leaves(size));
      const proof = await consistencyProof(range, old, size);
      const [oldRoot, root] = [await range(0, old), await range(0, size)];
      expect(verifyConsistency(old, size, oldRoot, root, proof)).toBe(true);
      expect(verifyConsistency(old, size, leafHash(Buffer.from('rewritten')), root, proof)).toBe(false);
    }),
  );
});

test('canonical JSON sorts keys and reads back to the same value', () => {
  expect(canonicalJson({ b: 1, a: [true, null, 'é'], c: undefined })).toBe('{"a":[true,null,"é"],"b":1}');
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
    }),
  );
});

const b = await bench(sample);
const running = b.platform.modules.get('sample');
const size = 600;
await b.module.tx({ kind: 'system' }, async (tx) => {
  for (let i = 0; i < size; i++)
    await record(tx, 'fact', { number: i }, { name: `Person ${i}` }, { body: Buffer.from(`body ${i}`) });
});
await running?.sequencer.sequence();
await running?.sequencer.checkpoint();
await b.module.tx({ kind: 'system' }, async (tx) => {
  for (let i = 0; i < 40; i++) await record(tx, 'fact', { number: size + i });
});
await running?.sequencer.flush();

const keys = { publicKey: b.platform.keys.publicKey('ledger'), sealKey: b.platform.keys.secretKey('ledger-seal') };
const client = {
  query: (text: string, values?: unknown[]) => b.sql(text, values).then((rows) => ({ rows })),
} as unknown as Parameters<typeof databaseSource>[0];
const verify = async (withSeal: boolean) =>
  verifyLedger(
    await databaseSource(client, 'sample', b.platform.config.circuit, await readAnchors(b.platform.config.dataDir)),
    withSeal ? keys : { publicKey: keys.publicKey },
  );

test('an untouched ledger holds', async () => {
  expect(await verify(true)).toMatchObject({ ok: true, entries: size + 40, unsealed: 0, checkpoints: 2, faults: [] });
});

const tamperings: Record<string, (at: number, other: number) => Promise<{ named: boolean }>> = {
  'a byte of a record': async (at) => {
    await b.sql(`update ledger_entry set record = overlay(record placing 'X' from 30 for 1) where leaf_index = $1`, [
      at,
    ]);
    return { named: true };
  },
  'a record together with its hash': async (at) => {
    await b.sql(
      `update ledger_entry set record = replace(record, '"v":1', '"v":2'), leaf_hash = sha256('\\x00'::bytea || convert_to(replace(record, '"v":1', '"v":2'), 'UTF8')) where leaf_index = $1`,
      [at],
    );
    return { named: false };
  },
  'a personal value': async (at) => {
    await b.sql(
      `update ledger_personal set value = '"Somebody"' where entry_id = (select id from ledger_entry where leaf_index = $1)`,
      [at],
    );
    return { named: true };
  },
  'a byte of a body': async (at) => {
    await b.sql(
      `update ledger_blob set content = set_byte(content, 0, 255) where entry_id = (select id from ledger_entry where leaf_index = $1)`,
      [at],
    );
    return { named: true };
  },
  'a deleted body': async (at) => {
    await b.sql(`delete from ledger_blob where entry_id = (select id from ledger_entry where leaf_index = $1)`, [at]);
    return { named: true };
  },
  'a deleted entry': async (at) => {
    await b.sql('delete from ledger_personal where entry_id = (select id from ledger_entry where leaf_index = $1)', [
      at,
    ]);
    await b.sql('delete from ledger_blob where entry_id = (select id from ledger_entry where leaf_index = $1)', [at]);
    await b.sql('delete from ledger_entry where leaf_index = $1', [at]);
    return { named: false };
  },
  'an inserted entry': async (at) => {
    await b.sql('update ledger_entry set leaf_index = leaf_index + 100000 where leaf_index >= $1', [at]);
    await b.sql(
      `insert into ledger_entry select gen_random_uuid(), kind, at, record, leaf_hash, seal, $1 from ledger_entry where leaf_index = $2`,
      [at, at === 0 ? 100_000 : 0],
    );
    await b.sql('update ledger_entry set leaf_index = leaf_index - 99999 where leaf_index >= 100000');
    return { named: false };
  },
  'two swapped entries': async (at, other) => {
    await b.sql('update ledger_entry set leaf_index = -1 where leaf_index = $1', [at]);
    await b.sql('update ledger_entry set leaf_index = $1 where leaf_index = $2', [at, other]);
    await b.sql('update ledger_entry set leaf_index = $1 where leaf_index = -1', [other]);
    return { named: false };
  },
  'a cut-off end with its checkpoint': async () => {
    await b.sql(`delete from ledger_entry where leaf_index >= ${size}`);
    await b.sql(`delete from ledger_checkpoint where size > ${size}`);
    return { named: false };
  },
};

test('each of 225 random tamperings is found without the seal key, and changed entries are named', async () => {
  let seed = 20261121;
  const random = (below: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  for (const [name, tamper] of Object.entries(tamperings)) {
    for (let i = 0; i < 25; i++) {
      const at = random(size);
      const other = (at + 1 + random(size - 1)) % size;
      const [entry] = await b.sql<{ id: string }>('select id from ledger_entry where leaf_index = $1', [at]);
      await b.sql('begin');
      const { named } = await tamper(at, other);
      const verdict = await verify(false);
      await b.sql('rollback');
      expect(verdict.ok, `${name} at ${at}`).toBe(false);
      if (named)
        expect(
          verdict.faults.map((fault) => fault.entryId),
          `${name} at ${at}`,
        ).toContain(entry?.id);
    }
  }
  expect((await verify(true)).ok).toBe(true);
});

test('a row written past the kernel is found before any checkpoint and never gets a place', async () => {
  await b.sql(
    `insert into ledger_entry select gen_random_uuid(), kind, at, record, leaf_hash, '\\x00', null from ledger_entry where leaf_index = 0`,
  );
  expect(await running?.sequencer.sequence()).toBe(false);
  const verdict = await verify(true);
  expect(verdict.faults.map((f) => f.fault)).toContain('the entry does not carry the seal of the platform');
  await b.sql('delete from ledger_entry where leaf_index is null');
});

/** The next place, and some after it. */
const smuggle = (after = 0) =>
  b.sql(
    `insert into ledger_entry select gen_random_uuid(), kind, at, record, leaf_hash, '\\x00', next_place() + ${after} from ledger_entry where leaf_index = 0`,
  );
const treeNow = async () =>
  (
    await b.sql<{ size: number; settled: number }>('select next_place()::int as size, settled::int from ledger_tree')
  )[0];
const settleAll = async () => {
  while (await running?.sequencer.sequence());
};

test('a row written past the kernel to a place of its own is taken out before any checkpoint, and the ledger goes on', async () => {
  await smuggle();
  await b.module.tx({ kind: 'system' }, (tx) => record(tx, 'fact', { number: -2 }));
  await settleAll();
  expect(await treeNow()).toEqual({ size: size + 41, settled: size + 41 });
  const { faults } = await verify(true);
  expect(faults.map((f) => f.fault)).toContain('the entry does not carry the seal of the platform');
  expect(faults.filter((f) => f.leafIndex !== undefined)).toEqual([]);
  await b.sql('delete from ledger_entry where leaf_index is null');
  expect(await verify(true)).toMatchObject({ ok: true, entries: size + 41 });
});

test('places that nobody took are filled before they are signed', async () => {
  for (const [round, missing] of [7, 3].entries()) {
    await smuggle(missing);
    await b.module.tx({ kind: 'system' }, (tx) => record(tx, 'fact', { number: -3 }));
    await running?.sequencer.flush();
    const now = size + 42 + round;
    expect(await treeNow()).toEqual({ size: now, settled: now });
    await b.sql('delete from ledger_entry where leaf_index is null');
    expect(await verify(true)).toMatchObject({ ok: true, entries: now, unsealed: 0 });
  }
});

test('entries that another process placed are checked, those of this one are known', async () => {
  const entries = Array.from({ length: 300 }, (_, number) =>
    makeEntry(b.module, { kind: 'fact', facts: { number } }, new Date()),
  );
  const first = size + 43;
  const write = async (some: typeof entries, from: number) => {
    for (const [n, e] of some.entries())
      await b.sql('insert into ledger_entry values ($1, $2, $3, $4, $5, $6, $7)', [
        e.id,
        e.kind,
        e.at,
        e.record,
        e.leafHash,
        e.seal,
        from + n,
      ]);
  };
  await write(entries.slice(0, 150), first);
  await write(entries.slice(150), first + 150);
  b.module.placed(
    first + 150,
    entries.slice(150).map((entry) => entry.leafHash),
  );
  // What this process remembers is not what stands there: then the record decides.
  b.module.placed(first + 299, [leafHash(Buffer.from('something else'))]);
  await running?.sequencer.flush();
  expect(await treeNow()).toEqual({ size: first + 300, settled: first + 300 });
  expect(await verify(true)).toMatchObject({ ok: true, entries: first + 300, unsealed: 0 });
});

test('an auditor gets a proof that holds, somebody else does not', async () => {
  const { proveEntry } = moduleOperations('sample');
  const [entry] = await b.sql<{ id: string }>('select id from ledger_entry where leaf_index = 300');
  const proof = await b.call(proveEntry, { id: entry?.id ?? '' }, b.person({ duties: ['audit.auditor'] }));
  expect(proof).toMatchObject({ leafIndex: 300, size: size + 343, verified: true });
  await expect(b.call(proveEntry, { id: entry?.id ?? '' }, b.person())).rejects.toMatchObject({
    code: 'kernel.not-permitted',
  });
  await expect(
    b.call(proveEntry, { id: '00000000-0000-7000-8000-000000000000' }, b.person({ duties: ['audit.auditor'] })),
  ).rejects.toMatchObject({ code: 'kernel.ledger-entry-unknown' });
});

test('a checkpoint made after the anchors were read is no fault', async () => {
  const anchors = await readAnchors(b.platform.config.dataDir);
  await b.module.tx({ kind: 'system' }, (tx) => record(tx, 'fact', { number: -1 }));
  await running?.sequencer.flush();
  const source = await databaseSource(client, 'sample', b.platform.config.circuit, anchors);
  expect(await verifyLedger(source, keys)).toMatchObject({ ok: true, faults: [] });
});
