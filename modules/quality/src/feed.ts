// SPDX-License-Identifier: Apache-2.0
/**
 * Feed of aggregates to the national monitoring system. A batch is stored before it is sent and sent until it is
 * acknowledged, always the same bytes; changed figures make a new batch.
 */
import { createHmac, hash } from 'node:crypto';
import { getRatings } from '@stoa/analytics/contract';
import { newId, type ModuleRuntime } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import { type Batch, digestOfLastBatch, oldestUnsentBatch } from './queries.ts';
import { readSettings } from './settings.ts';
import { insertBatch, noteSending } from './store.ts';

const self = { kind: 'service', id: 'quality' } as const;
const timeoutMs = 15_000;

/** What may be shown, and nothing else, leaves the platform. `rating` is the index from 0 to 100. */
export function aggregatesOf(ratings: OutputOf<typeof getRatings>) {
  const all = [ratings.country, ...ratings.regions, ...ratings.regions.flatMap((region) => region.organisations)];
  return all.flatMap(({ level, code, name, score }) =>
    score ? [{ level, code, name: name.en, answers: score.answers, rating: Math.round(score.index * 100) / 100 }] : [],
  );
}

const lastDayOf = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
};

export async function feedMonitoring(module: ModuleRuntime): Promise<void> {
  const { monitoring } = readSettings(module);
  if (!monitoring) return;
  const waiting = (await oldestUnsent(module)) ?? (await makeBatch(module));
  if (waiting) await send(module, monitoring, waiting);
}

const oldestUnsent = (module: ModuleRuntime): Promise<Batch | undefined> => module.tx(self, oldestUnsentBatch);

/** A batch of the figures of this moment, unless they are those of the last batch or there are none. */
async function makeBatch(module: ModuleRuntime): Promise<Batch | undefined> {
  const ratings = await module.call(getRatings, {});
  const aggregates = aggregatesOf(ratings);
  if (aggregates.length === 0) return undefined;
  const content = { periodFrom: `${ratings.from}-01`, periodTo: lastDayOf(ratings.to), aggregates };
  const digest = hash('sha256', JSON.stringify([ratings.methodology.version, content]), 'hex');
  return module.tx(self, async (tx) => {
    if ((await digestOfLastBatch(tx)) === digest) return undefined;
    const id = newId();
    const body = JSON.stringify({ batchId: id, ...content });
    await insertBatch(tx, { id, body }, digest);
    return { id, body };
  });
}

/** `t=<Unix seconds>,v1=<hex HMAC-SHA256 of "t.body">` */
function signatureOf(secret: string, body: string, at: Date): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

async function send(module: ModuleRuntime, to: { url: string; secret: string }, batch: Batch): Promise<void> {
  const failure = await post(to.url, batch.body, signatureOf(to.secret, batch.body, module.clock.now()));
  await module.tx(self, (tx) => noteSending(tx, batch.id, failure));
  if (failure !== undefined) throw new Error(`the monitoring system did not take batch ${batch.id}: ${failure}`);
}

/** Undefined when it was taken, otherwise why not. */
async function post(url: string, body: string, signature: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/aggregates`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'monitoring-signature': signature },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.ok) return undefined;
    return `status ${response.status} ${(await response.text()).slice(0, 500)}`;
  } catch (error) {
    return String(error).slice(0, 500);
  }
}
