// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import type { getState as getStateOperation } from './contract.ts';
import { countCards, feedState, lastIntake } from './queries.ts';
import { readSettings } from './settings.ts';

export async function getState(tx: Tx): Promise<OutputOf<typeof getStateOperation>> {
  const settings = readSettings(tx.module);
  const at = await lastIntake(tx);
  const { waiting, sentAt, lastError } = await feedState(tx);
  return {
    cards: await countCards(tx),
    intake: { configured: settings.connectorUrl !== undefined, ...(at && { lastMessageAt: at.toISOString() }) },
    feed: {
      configured: settings.monitoring !== undefined,
      waiting,
      ...(sentAt && { lastSentAt: sentAt.toISOString() }),
      ...(lastError && { lastError }),
    },
  };
}
