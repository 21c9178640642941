// SPDX-License-Identifier: Apache-2.0
/** Reports of health: passed on from connectors, whose channel and signature say whose they are, and made of the hub itself. */
import { describeError, emit, healthSeconds, type ModuleRuntime } from '@stoa/kernel';
import { healthReported, HealthReports } from '../contract.ts';
import { type Answer, answerWith, HubRefusal, readJson } from '../messages/index.ts';
import type { Incoming } from './incoming.ts';

const pass = (module: ModuleRuntime, kind: 'connector' | 'hub', id: string, reports: HealthReports['reports']) =>
  module.tx({ kind: 'system' }, (tx) =>
    emit(tx, healthReported, { kind, id, receivedAt: tx.now.toISOString(), reports }),
  );

export async function healthRequest(module: ModuleRuntime, { client, method, body }: Incoming): Promise<Answer> {
  if (method !== 'POST') throw new HubRefusal('client.unsupported_method', 'Health is reported with POST.');
  await pass(module, 'connector', client, readJson(HealthReports, body.bytes).reports);
  return answerWith(undefined);
}

/** Answers what ends it. */
export function reportHub(module: ModuleRuntime, url: string, certificateUntil: () => Date): () => void {
  const report = async () => {
    const { services: _, ...health } = await module.health();
    const own = { ...health, certificateUntil: certificateUntil().toISOString(), services: [] };
    await pass(module, 'hub', url, [own]);
  };
  const failed = (err: unknown) => module.log.warn({ err: describeError(err) }, 'the hub could not tell how it stands');
  const timer = setInterval(() => void report().catch(failed), healthSeconds(module.config.env) * 1000).unref();
  return () => clearInterval(timer);
}
