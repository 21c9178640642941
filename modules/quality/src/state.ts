// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import type { CardState, getState as getStateOperation } from './contract.ts';
import { readSettings } from './settings.ts';

export async function getState(tx: Tx): Promise<OutputOf<typeof getStateOperation>> {
  const settings = readSettings(tx.module);
  const cards = await tx.query<{ state: CardState; count: number }>(
    'select state, count(*) as count from card group by 1 order by 1',
  );
  const intake = await tx.query<{ at: Date | null }>('select max(received_at) as at from intake');
  const feed = await tx.query<{ waiting: number; sentAt: Date | null; lastError: string | null }>(
    `select count(*) filter (where sent_at is null) as waiting, max(sent_at) as "sentAt", max(last_error) as "lastError"
     from monitoring_batch`,
  );
  const [{ at } = { at: null }] = intake.rows;
  const [{ waiting, sentAt, lastError } = { waiting: 0, sentAt: null, lastError: null }] = feed.rows;
  return {
    cards: cards.rows,
    intake: { configured: settings.connectorUrl !== undefined, ...(at && { lastMessageAt: at.toISOString() }) },
    feed: {
      configured: settings.monitoring !== undefined,
      waiting,
      ...(sentAt && { lastSentAt: sentAt.toISOString() }),
      ...(lastError && { lastError }),
    },
  };
}
