// SPDX-License-Identifier: Apache-2.0
import { pageOfRows, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf } from '@stoa/kernel/contract';
import type { CallAbout, ExplainedCall, explainCalls as operation, listCallsAbout } from '../contract.ts';

interface Row extends Omit<CallAbout, 'at' | 'purpose' | 'targetName' | 'providerName'> {
  targetName: LocalText | null;
  providerName: LocalText | null;
  purpose: string | null;
  at: Date;
}

const columns = `m.entry_id as id, m.message_id as "messageId", m.client_id as "clientId", c.name as "clientName",
  m.target, o.name as "targetName", p.name as "providerName", e.record::jsonb -> 'facts' ->> 'purpose' as purpose, m.outcome, m.at`;
/** Of a message `m`. */
const names = `join subsystem c on c.id = m.client_id join ledger_entry e on e.id = m.entry_id
  left join (select id, name, subsystem_id as provider from service
    union all select id, name, provider_id from information_type) o on o.id = m.target
  left join subsystem p on p.id = o.provider`;

/** One answer a call, the accepted entry before one that was refused; the mailbox's acknowledgements are no calls. */
export async function explainCalls(tx: Tx, { calls }: InputOf<typeof operation>): Promise<{ items: ExplainedCall[] }> {
  const { rows } = await tx.query<Row>(
    `select distinct on (m.message_id, m.client_id) ${columns}
     from unnest($1::text[], $2::text[]) as asked (message_id, client_id)
     join message m on m.message_id = asked.message_id and m.client_id = asked.client_id ${names}
     where m.direction = 'request' and m.kind in ('sync', 'mailbox') and m.target <> 'mailbox'
     order by m.message_id, m.client_id, m.outcome, m.at`,
    [calls.map(({ messageId }) => messageId), calls.map(({ clientId }) => clientId)],
  );
  return { items: rows.map(({ id: _, ...row }) => told(row)) };
}

/** Each attempt that was logged, under its entry's id: a caller that uses an id twice hides nothing. */
export async function callsAbout(
  tx: Tx,
  { personKey, cursor, limit }: InputOf<typeof listCallsAbout>,
): Promise<OutputOf<typeof listCallsAbout>> {
  return pageOfRows(
    { limit },
    (count) =>
      tx.query<Row>(
        `select ${columns} from asked_person a join message m on m.entry_id = a.entry_id ${names}
     where a.person_key = $1 and ($2::uuid is null or a.entry_id < $2) order by a.entry_id desc limit $3`,
        [personKey, cursor ?? null, count],
      ),
    (row) => ({ id: row.id, ...told(row) }),
  );
}

const told = ({ targetName, providerName, purpose, at, ...row }: Omit<Row, 'id'>): ExplainedCall => ({
  ...row,
  ...(targetName ? { targetName } : {}),
  ...(providerName ? { providerName } : {}),
  ...(purpose === null ? {} : { purpose }),
  at: at.toISOString(),
});
