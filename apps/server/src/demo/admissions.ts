// SPDX-License-Identifier: Apache-2.0
/** The demo's institutions show their readiness, really, and were admitted on it by two. Entered again, nothing changes. */
import { setTimeout as wait } from 'node:timers/promises';
import { chanceries, demoAccounts } from '@stoa/country-xm';
import { isRefusal, type Platform } from '@stoa/kernel';
import { enterDemoAdmission, getReadiness, getStanding, type Report, startReadiness } from '@stoa/practice/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const longestMs = 5 * 60_000;

const nameOf = (login: string) => demoAccounts.find((one) => one.login === login)?.person.nameLatin ?? login;

async function reportOf({ call }: Platform, institutionId: string): Promise<string | undefined> {
  const { reports } = await call(getStanding, { institutionId }, as);
  const known = reports.find(({ outcome }) => outcome === 'passed') ?? reports.find(({ outcome }) => !outcome);
  return known?.id ?? (await call(startReadiness, { institutionId }, as)).id;
}

async function ended({ call }: Platform, id: string): Promise<Report['outcome']> {
  for (const until = Date.now() + longestMs; Date.now() < until; await wait(1000)) {
    const { outcome } = await call(getReadiness, { id }, as);
    if (outcome) return outcome;
  }
  return undefined;
}

/** One that fails stays without its report: its page says so, and the next start tries again. */
export async function enterAdmissions(platform: Platform): Promise<void> {
  for (const institutionId of chanceries) {
    try {
      const reportId = await reportOf(platform, institutionId);
      if (!reportId || (await ended(platform, reportId)) !== 'passed') continue;
      const two = { proposedBy: nameOf('analyst'), confirmedBy: nameOf('operator') };
      await platform.call(enterDemoAdmission, { institutionId, reportId, ...two }, as);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      platform.log.warn({ institutionId, code: error.code }, 'readiness of the demo was not shown');
    }
  }
}
