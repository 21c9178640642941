// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { InputOf, LocalText } from '@stoa/kernel/contract';
import type { ExplainedCall, explainCalls as operation } from './contract.ts';

interface Row extends Omit<ExplainedCall, 'at' | 'purpose' | 'targetName' | 'providerName'> {
  targetName: LocalText | null;
  providerName: LocalText | null;
  purpose: string | null;
  at: Date;
}

/** One answer a call, the accepted entry before one that was refused; the mailbox's acknowledgements are no calls. */
export async function explainCalls(tx: Tx, { calls }: InputOf<typeof operation>): Promise<{ items: ExplainedCall[] }> {
  const { rows } = await tx.query<Row>(
    `select distinct on (m.message_id, m.client_id) m.message_id as "messageId", m.client_id as "clientId", c.name as "clientName",
       m.target, o.name as "targetName", p.name as "providerName", e.record::jsonb -> 'facts' ->> 'purpose' as purpose, m.outcome, m.at
     from unnest($1::text[], $2::text[]) as asked (message_id, client_id)
     join message m on m.message_id = asked.message_id and m.client_id = asked.client_id
     join subsystem c on c.id = m.client_id join ledger_entry e on e.id = m.entry_id
     left join (select id, name, subsystem_id as provider from service
       union all select id, name, provider_id from information_type) o on o.id = m.target
     left join subsystem p on p.id = o.provider
     where m.direction = 'request' and m.kind in ('sync', 'mailbox') and m.target <> 'mailbox'
     order by m.message_id, m.client_id, m.outcome, m.at`,
    [calls.map(({ messageId }) => messageId), calls.map(({ clientId }) => clientId)],
  );
  return {
    items: rows.map(({ targetName, providerName, purpose, at, ...row }) => ({
      ...row,
      ...(targetName ? { targetName } : {}),
      ...(providerName ? { providerName } : {}),
      ...(purpose === null ? {} : { purpose }),
      at: at.toISOString(),
    })),
  };
}
