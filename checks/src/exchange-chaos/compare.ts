// SPDX-License-Identifier: Apache-2.0
/** What outsiders were told against what the exchange has on record and what the department did. */
import pg from 'pg';
import type { Ledger } from './clients.ts';
import type { World } from './world.ts';

export async function compare(world: World, ledger: Ledger, open: readonly string[]) {
  const sql = new pg.Client({ connectionString: world.databaseUrl, options: '-c search_path=exchange' });
  await sql.connect();
  try {
    const { done } = world.department;
    const { rows } = await sql.query<{ id: string; asked: boolean; answered: boolean }>(
      `select i.id, exists (select 1 from message m where m.message_id = i.id and kind = 'sync' and direction = 'request'
           and outcome = 'accepted') as asked,
         exists (select 1 from message m where m.message_id = i.id and kind = 'sync' and direction = 'response'
           and outcome = 'accepted') as answered
       from unnest($1::text[]) i (id)`,
      [ledger.called],
    );
    const record = new Map(rows.map((row) => [row.id, row]));
    const waiting = [...ledger.sent, ...ledger.published];
    const statesOf = async (ids: readonly string[]) =>
      (
        await sql.query<{ state: string; count: number }>(
          'select state, count(*)::int as count from mailbox_request where message_id = any($1::uuid[]) group by state',
          [ids],
        )
      ).rows;
    const kept = (await statesOf(waiting)).reduce((sum, { count }) => sum + count, 0);
    const faults: string[] = [];
    const claim = (what: string, ids: readonly unknown[]) => {
      if (ids.length > 0) faults.push(`${what}: ${ids.length}, such as ${String(ids[0])}`);
    };
    const answered = [...ledger.answered];
    claim(
      'calls answered but not carried out',
      answered.filter((id) => !done.has(id)),
    );
    claim(
      'calls carried out twice',
      [...done].filter(([, times]) => times > 1).map(([id]) => id),
    );
    claim(
      'calls carried out without a record',
      [...done.keys()].filter((id) => !record.get(id)?.asked),
    );
    claim(
      'calls answered without a record of the answer',
      answered.filter((id) => !record.get(id)?.answered),
    );
    const large = answered.filter((id) => ledger.large.has(id));
    // Each chunk has 28 bytes of its own.
    const { rows: stored } = await sql.query<{ id: string; bytes: number }>(
      `select m.message_id as id, (select sum(length(c.content) - 28)::int from body_chunk c where c.body_id = m.body_id) as bytes
       from message m where m.message_id = any($1) and m.direction = 'request' and m.outcome = 'accepted'`,
      [large],
    );
    const bytesOf = new Map(stored.map(({ id, bytes }) => [id, bytes]));
    claim(
      'large bodies that are not whole on record',
      large.filter((id) => bytesOf.get(id) !== ledger.large.get(id)),
    );
    for (const { state, count } of await statesOf(open))
      faults.push(`messages taken but never answered: ${count} ${state}`);
    claim(
      'messages answered twice',
      [...ledger.replies].filter(([, ids]) => ids.size > 1).map(([id]) => id),
    );
    claim(
      'messages answered that nobody carried out',
      [...ledger.replies.keys()].filter((id) => !ledger.carriedOut.has(id)),
    );
    if (kept < waiting.length) faults.push(`messages taken but not on record: ${waiting.length - kept}`);
    const { rows: unproven } = await sql.query<{ id: string }>(
      `select m.message_id as id from message m where m.session_id is not null and m.outcome = 'accepted' and not exists (
         select 1 from session_root r where r.session_id = m.session_id and r.side = 'connector'
           and m.seq between r.first_seq and r.last_seq)`,
    );
    claim(
      'messages that no root of their sender covers',
      unproven.map(({ id }) => id),
    );
    const figures = {
      calls: ledger.called.length,
      callsAnswered: ledger.answered.size,
      callsCarriedOut: done.size,
      callsWithLargeBodies: large.length,
      slowestCallMs: Math.round(ledger.slowestMs),
      ...Object.fromEntries([...ledger.faults].map(([code, count]) => [`fault ${code}`, count])),
      messagesOverHttp: ledger.sent.size,
      messagesOverAmqp: ledger.published.size,
      messagesSaidTwice: ledger.repeated,
      messagesHeldBack: ledger.heldBack,
      handedOverOutOfOrder: ledger.outOfOrder,
      handedOverAgain: [...ledger.handed.values()].filter((times) => times > 1).length,
      messagesAnswered: ledger.replies.size,
      messagesOpen: open.length,
    };
    return { figures, faults };
  } finally {
    await sql.end();
  }
}
