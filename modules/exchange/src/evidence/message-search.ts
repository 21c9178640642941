// SPDX-License-Identifier: Apache-2.0
import { pageOfRows, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import type * as contract from '../contract.ts';
import { listMessages } from './checked-messages.ts';
import { observedSubsystems } from '../members/index.ts';

type Found = OutputOf<typeof contract.searchMessages>;
type Row = Omit<Found['items'][number], 'at' | 'issue' | 'code'> & {
  at: Date;
  issue: string | null;
  code: string | null;
};

const offeredBy = (parameter: string) =>
  `target in (select id from service where subsystem_id = any(${parameter}) union all select id from information_type where provider_id = any(${parameter}))`;

/** Entries of the log, sorted by time. */
export async function searchMessages(tx: Tx, input: InputOf<typeof contract.searchMessages>): Promise<Found> {
  const [after, order] = input.oldestFirst ? ['>', 'asc'] : ['<', 'desc'];
  const observed = (await observedSubsystems(tx)) ?? null;
  return pageOfRows(
    { limit: input.limit ?? 50 },
    (count) =>
      tx.query<Row>(
        `select entry_id as "entryId", message_id as "messageId", direction, kind, client_id as client, target, issue, outcome, code, at
     from message
     where ($1::text[] is null or client_id = any($1) or ${offeredBy('$1')}) and ($2::text is null or message_id = $2)
       and ($3::text is null or client_id = $3) and ($4::text[] is null or ${offeredBy('$4')})
       and ($5::text is null or target = $5) and ($6::text is null or outcome = $6)
       and ($7::timestamptz is null or at >= $7) and ($8::timestamptz is null or at < $8)
       and ($9::uuid is null or (at, entry_id) ${after} (select at, entry_id from message where entry_id = $9))
     order by at ${order}, entry_id ${order} limit $10`,
        [
          observed,
          input.messageId ?? null,
          input.clientId ?? null,
          input.providerId === undefined ? null : [input.providerId],
          input.target ?? null,
          input.outcome ?? null,
          input.from ?? null,
          input.until ?? null,
          input.cursor ?? null,
          count,
        ],
      ),
    ({ issue, code, at, ...row }) => ({
      ...row,
      ...(issue === null ? {} : { issue }),
      ...(code === null ? {} : { code }),
      at: at.toISOString(),
    }),
    (row) => row.entryId,
  );
}

/** Refuses exchange.message-unknown, also where the message is between others. */
export async function getMessage(tx: Tx, messageId: string): Promise<OutputOf<typeof contract.getMessage>> {
  const visible = await searchMessages(tx, { messageId, limit: 100 });
  if (visible.items.length === 0) refuse('missing', 'exchange.message-unknown', 'The log has no such message.');
  const ids = new Set(visible.items.map(({ entryId }) => entryId));
  const { items } = await listMessages(tx, { messageId, limit: 100 });
  return { items: items.filter(({ entryId }) => ids.has(entryId)) };
}
