// SPDX-License-Identifier: Apache-2.0
/** Who writes to the message log takes places in the ledger in turn, and holds up the others only briefly. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { createDurableLog, type LoggedMessage, writeLast, writeMessages } from '../src/log/durable-log.ts';
import exchange from '../src/index.ts';
import { bodyOf } from '../src/wire/index.ts';

const b = await benchWith({ STOA_HUB_PORT: '0' }, exchange);
const log = createDurableLog(b.module);
const system = { kind: 'system' } as const;
const message = (): LoggedMessage => ({
  direction: 'request',
  kind: 'sync',
  messageId: randomUUID(),
  client: 'XM/GOV/1001/LABOUR',
  target: 'XM/GOV/1002/COMPANIES/companies',
  outcome: 'accepted',
  facts: { method: 'POST' },
  personal: { target: '/r1/XM/GOV/1002/COMPANIES/companies/1' },
  body: bodyOf(Buffer.from('body')),
});
const places = async (messages: readonly LoggedMessage[]) =>
  (
    await b.sql<{ place: number | null }>(
      'select leaf_index::int as place from message m join ledger_entry e on e.id = m.entry_id where message_id = any($1) order by 1',
      [messages.map(({ messageId }) => messageId)],
    )
  ).map(({ place }) => place);
const sequencer = () => b.platform.modules.get('exchange')?.sequencer;
const nextPlace = async () => {
  await sequencer()?.flush();
  return (
    (await b.sql<{ size: number }>('select next_place()::int as size from ledger_tree where next_place() = settled'))[0]
      ?.size ?? NaN
  );
};

test('writers at once, in transactions and without, get places without a gap or a double', async () => {
  const first = await nextPlace();
  const single = Array.from({ length: 300 }, message);
  const last = Array.from({ length: 20 }, () => [message(), message(), message()]);
  await Promise.all([
    ...single.map(log),
    ...last.map((some) => b.module.tx(system, (tx) => writeLast(tx, some))),
    b.module.tx(system, (tx) => writeMessages(tx, [message()])),
  ]);
  const written = [...single, ...last.flat()];
  expect(await places(written)).toEqual(written.map((_, n) => first + n));
  // What was written inside a transaction that may last gets its place afterwards.
  expect(await nextPlace()).toBe(first + written.length + 1);
});

test('a transaction that is undone leaves its places to others', async () => {
  const first = await nextPlace();
  const undone = b.module.tx(system, async (tx) => {
    await writeLast(tx, [message(), message()]);
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  const after = message();
  await log(after);
  expect(await places([after])).toEqual([first]);
  expect(await nextPlace()).toBe(first + 1);
});

test('what writers leave behind beside a long transaction does not grow', async () => {
  const bytes = async () =>
    (await b.sql<{ bytes: number }>(`select pg_relation_size('ledger_tree')::int as bytes`))[0]?.bytes;
  await nextPlace();
  const before = await bytes();
  // The snapshot of a backup: no version of a row that dies meanwhile can be cleared away.
  await b.module.tx(system, async (tx) => {
    await tx.query('declare kept cursor for select 1 from message; fetch 1 from kept');
    for (let n = 0; n < 400; n++) await log(message());
  });
  expect(await bytes()).toBe(before);
});

test('a writer that is stopped in the middle loses its transaction, and the others go on', async () => {
  let held: () => void = () => undefined;
  const holds = new Promise<void>((resolve) => {
    held = resolve;
  });
  const stopped = message();
  const stuck = b.module.tx(system, async (tx) => {
    await writeLast(tx, [stopped]);
    held();
    await wait(7000);
  });
  const end = stuck.then(
    () => 'committed',
    () => 'undone',
  );
  await holds;
  const other = message();
  await log(other);
  expect(await end).toBe('undone');
  expect(await places([other])).toHaveLength(1);
  expect(await places([stopped])).toEqual([]);
});
