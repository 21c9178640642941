// SPDX-License-Identifier: Apache-2.0
/**
 * Recipients are given to notifications a few seconds' worth at a time, so that a pause stops at once. The place up to which they
 * were given is written after that: a process that ends in between gives the same ones again, whom notifications knows by key.
 */
import { describeError, type ModuleRuntime } from '@stoa/kernel';
import { listAudience, notifyMany } from '@stoa/notifications/contract';
import * as store from './store.ts';

const system = { kind: 'system' } as const;
const gatherAtOnce = 10_000;
const largestPart = 1000;
const longestStepMs = 5000;

export async function stepAll(module: ModuleRuntime): Promise<void> {
  for (const id of await module.tx(system, (tx) => store.openIds(tx))) {
    try {
      const row = await module.tx(system, (tx) => store.find(tx, id));
      if (row?.state === 'gathering') await gather(module, row);
      else if (row?.state === 'running') await give(module, row);
    } catch (error) {
      module.log.warn({ err: describeError(error), campaign: id }, 'a step of a campaign failed and is tried again');
    }
  }
}

async function gather(module: ModuleRuntime, { id, gatheredAfter }: store.CampaignRow): Promise<void> {
  let after = gatheredAfter ?? undefined;
  for (;;) {
    const { items } = await module.call(listAudience, { ...(after ? { after } : {}), limit: gatherAtOnce });
    after = items.at(-1) ?? after;
    await module.tx(system, async (tx) => {
      await store.addRecipients(
        tx,
        id,
        items.map((who) => ({ who })),
      );
      await store.change(tx, id, {
        gathered_after: after ?? null,
        ...(items.length < gatherAtOnce ? { state: 'draft' } : {}),
      });
    });
    if (items.length < gatherAtOnce) return;
  }
}

async function give(module: ModuleRuntime, row: store.CampaignRow): Promise<void> {
  const { id, template, personalisation, perMinute } = row;
  const now = module.clock.now();
  const elapsed = Math.min(longestStepMs, now.getTime() - (row.lastStepAt ?? now).getTime());
  const due = Math.floor((perMinute * elapsed) / 60_000);
  if (due === 0 && row.queued < row.total) return;
  let { queued } = row;
  const until = Math.min(row.total, queued + due);
  while (queued < until) {
    const found = await module.tx(system, (tx) =>
      store.recipientsAfter(tx, id, queued, Math.min(largestPart, until - queued)),
    );
    if (found.length === 0) break;
    await module.call(notifyMany, {
      ...{ key: id, template, personalisation },
      to: found.map(({ who, address }) => (address ? { key: who, email: address } : { key: who, personKey: who })),
    });
    queued = found.at(-1)?.place ?? until;
    const open = await module.tx(system, async (tx) => {
      const newest = await store.find(tx, id, true);
      await store.change(tx, id, { queued, last_step_at: now });
      return newest?.state === 'running';
    });
    if (!open) return;
  }
  if (queued >= row.total)
    await module.tx(system, async (tx) => {
      const newest = await store.find(tx, id, true);
      if (newest?.state === 'running') await store.change(tx, id, { state: 'done', ended_at: tx.now });
    });
}
