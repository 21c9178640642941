// SPDX-License-Identifier: Apache-2.0
/** A platform that is watched: reports as they come, an exchange that counts, operators who are told. */
import { getOverview, getTraffic, healthReported } from '@stoa/exchange/contract';
import { type HealthReport, type LocalText, latencyBounds } from '@stoa/kernel/contract';
import { benchWith } from '@stoa/kernel/testing';
import { listHolders, tellPosts } from '@stoa/organisations/contract';
import * as contract from '../src/contract.ts';
import monitoring from '../src/index.ts';

const postId = '01970000-0000-7000-8000-000000000001';
export const names = (en: string): LocalText & Record<string, string> => ({
  ...{ en, ru: `${en} (ru)`, kk: `${en} (kk)`, uk: `${en} (uk)`, ar: `${en} (ar)` },
});
export const register = 'XM/GOV/1002/COMPANIES';
export const registerSource = `connector:${register}`;

export async function watched(env: Record<string, string> = {}) {
  const b = await benchWith(env, monitoring);
  b.clock.set(new Date('2031-03-05T09:00:00Z'));
  const told: { key: string; body: LocalText }[] = [];
  const asked: { until?: string | undefined; slowAfterMs?: number | undefined }[] = [];
  const targets: { id: string; calls: number; refused: number; failed: number; slow: number }[] = [];
  b.stub(
    listHolders,
    async () =>
      ({
        items: [
          { personId: postId, name: 'Operator', code: 'platform.operator', organisationId: 'XM', postId, as: 'holder' },
        ],
      }) as never,
  );
  b.stub(tellPosts, async ({ key, body }) => {
    told.push({ key, body });
    return { people: 1 };
  });
  b.stub(getTraffic, async (input) => {
    asked.push(input);
    const none = { calls: 0, refused: 0, failed: 0 };
    return { from: input.until ?? '', until: input.until ?? '', ...none, edges: [], targets };
  });
  b.stub(getOverview, async () => ({
    subsystems: [
      {
        ...{ id: register, name: names('Company register'), memberName: names('Agency'), connected: true },
        ...{ connection: 'connected' as const, services: [{ id: `${register}/companies`, name: names('Companies') }] },
        informationTypes: [],
      },
    ],
    traffic: [],
  }));
  const operator = b.person({ name: 'Olga Operator', duties: ['platform.operator'] });
  const auditor = b.person({ duties: ['audit.auditor'] });
  const engineer = b.person({ duties: ['exchange.engineer'] });
  const startedAt = b.clock.now().toISOString();
  const report = (more: Partial<HealthReport> = {}): HealthReport => ({
    ...{ at: b.clock.now().toISOString(), startedAt, version: '1.2.3', state: 'up', services: [], ...more },
  });
  const send = (reports: HealthReport[], id = register, kind: 'connector' | 'hub' = 'connector') =>
    b.deliver(healthReported, { kind, id, receivedAt: b.clock.now().toISOString(), reports });
  /** A period passes, with a report from the connector or without. */
  const period = async (more?: Partial<HealthReport> | 'silent') => {
    // Reports come between two rounds.
    b.clock.advance({ seconds: 15 });
    if (more !== 'silent') await send([report(more)]);
    b.clock.advance({ seconds: 15 });
    await b.drain();
  };
  const service = (code: string, more: Partial<contract.WatchedService> = {}): contract.WatchedService => ({
    ...{ code, name: names(code), place: 1, sources: [registerSource], targets: [], latencyMs: 500, objectives: [] },
    ...more,
  });
  const put = (code: string, more: Partial<contract.WatchedService> = {}) =>
    b.call(contract.putService, service(code, more), operator);
  const incidents = async () => (await b.call(contract.listIncidents, {}, operator)).items;
  const status = () => b.call(contract.getStatus, {}, { kind: 'anonymous' });
  return {
    ...{ b, told, asked, targets, operator, auditor, engineer, report, send, period, service, put, incidents, status },
  };
}
export const within = (count: number): number[] => latencyBounds.map(() => count);
