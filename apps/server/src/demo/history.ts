// SPDX-License-Identifier: Apache-2.0
/**
 * What the demo country has grown over the years, loaded in the background once the first page can be served, what visitors
 * see first coming first. Ended in the middle, the next start goes on: what is there is entered again without effect.
 */
import { setTimeout } from 'node:timers/promises';
import { runAnalyses } from '@stoa/architecture/contract';
import {
  chanceries,
  chanceryDocuments,
  companyPowers,
  demoAccounts,
  type OfficeStructure,
  officeStructures,
  paperTemplates,
} from '@stoa/country-xm';
import { importDocuments } from '@stoa/documents/contract';
import { enterDemoPeople } from '@stoa/identity/contract';
import { isRefusal, type Platform } from '@stoa/kernel';
import { enterDemoStructure } from '@stoa/organisations/contract';
import { enterStandardTemplates } from '@stoa/papers/contract';
import { enterDemoPowers } from '@stoa/powers/contract';
import { enterAgreements } from './agreements.ts';
import { enterArchitecture } from './architecture.ts';
import { enterDossiers, enterExaminations } from './examinations.ts';
import { enterIntegrator } from './integrator.ts';
import { enterInstructions } from './instructions.ts';
import { enterLabour } from './labour.ts';
import { enterAdmissions } from './admissions.ts';
import { enterCertification } from './certification.ts';
import { enterPastCases, enterRunningCases } from './cases.ts';
import { enterConsents } from './consents.ts';
import { enterCounters } from './counter.ts';
import { enterDesk } from './desk.ts';
import { enterMessages } from './messages.ts';
import { enterPayments } from './payments.ts';
import { enterPlaces } from './places.ts';
import { enterPortfolio } from './portfolio.ts';
import { enterQuality } from './quality.ts';
import { certifyAccounts, certifyHead } from './signers.ts';
import { enterTreasury } from './treasury.ts';
import { enterReported } from './reported.ts';
import { enterWatchedMonths } from './watched.ts';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const day = 86_400_000;

async function enterOffice({ call }: Platform, { organisation, units, posts }: OfficeStructure, now: number) {
  const everybody = posts.flatMap(({ holder, before, substitute }) =>
    [before?.who, holder, substitute?.who].flatMap((one) => one ?? []),
  );
  const people = everybody.map(({ snils, nameLatin: name }) => ({ snils, name }));
  const { ids } = await call(enterDemoPeople, { people }, as);
  const idOf = new Map(everybody.map(({ snils }, at) => [snils, ids[at] ?? '']));
  const who = ({ snils, nameLatin: name }: { snils: string; nameLatin: string }) => ({
    personId: idOf.get(snils) ?? '',
    name,
  });
  const at = (date: string) => `${date}T00:00:00.000Z`;
  await call(
    enterDemoStructure,
    {
      id: organisation.id,
      units: units.map((unit) => ({ ...unit, from: '2010-01-01' })),
      posts: posts.map(({ key, unit, title, duties, holder, since, before, acting, substitute }) => ({
        ...{ key, unit, title, duties: [...duties], from: '2010-01-01' },
        holdings: [
          { ...who(holder), as: acting ? ('acting' as const) : ('holder' as const), from: at(since) },
          ...(before
            ? [{ ...who(before.who), as: 'holder' as const, from: at(before.since), until: at(before.until) }]
            : []),
          ...(substitute
            ? [
                {
                  ...{ ...who(substitute.who), as: 'substitute' as const, reason: substitute.reason },
                  from: new Date(now - substitute.from * day).toISOString(),
                  until: new Date(now + substitute.until * day).toISOString(),
                },
              ]
            : []),
        ],
      })),
    },
    as,
  );
}

function enterPowers({ call }: Platform) {
  const powers = companyPowers().map(({ key, giver, taker, services, acts, from, until, ...rest }) => ({
    ...{ key, ...rest, from: `${from}T06:00:00.000Z` },
    ...(services ? { services: [...services] } : {}),
    ...(acts ? { acts: [...acts] } : {}),
    ...(until ? { until: `${until}T06:00:00.000Z` } : {}),
    giver: { kind: 'organisation' as const, id: giver.inn, name: giver.name },
    taker:
      'company' in taker
        ? { kind: 'organisation' as const, id: taker.company.inn, name: taker.company.name }
        : { kind: 'person' as const, number: taker.person.snils, name: taker.person.nameLatin },
  }));
  return call(enterDemoPowers, { powers }, as);
}

/** A year of documents, in parts that a request can carry. */
async function enterDocuments({ call }: Platform, institutionId: string, now: number) {
  const rows = chanceryDocuments(institutionId, now);
  const part = 200;
  for (let from = 0; from < rows.length; from += part)
    await call(
      importDocuments,
      {
        ...{ institutionId, source: 'demo', dryRun: false },
        rows: rows.slice(from, from + part).map(({ correspondents, card, ...row }) => ({
          ...row,
          correspondents: [...correspondents],
          ...(card ? { card: { ...card } } : {}),
        })),
      },
      as,
    );
}

/** What meets the work of visitors on its way is tried again, and a module that is away is waited for: a step enters nothing twice. */
async function again(step: () => Promise<unknown>): Promise<void> {
  const patientUntil = Date.now() + 15 * 60_000;
  for (let tries = 1; ; tries++)
    try {
      await step();
      return;
    } catch (error) {
      const isAway = isRefusal(error) && error.kind === 'unavailable';
      if (isAway ? Date.now() > patientUntil : tries >= 4) throw error;
      await setTimeout(Math.min(tries, 5) * 2000);
    }
}

/** `STOA_HISTORY=0` leaves it out. */
export async function loadHistory(platform: Platform): Promise<void> {
  if (platform.config.env.STOA_HISTORY === '0') return;
  const now = Date.now();
  const names = new Set(demoAccounts.map(({ person }) => person.nameLatin));
  // Who holds which post comes first: reviews, desks, examiners and signatures stand on it.
  const steps: (() => Promise<unknown>)[] = [
    () => enterPowers(platform),
    () => enterPlaces(platform),
    () => enterWatchedMonths(platform, now),
    () => enterReported(platform, now),
    () => enterCertification(platform, now),
    () => enterPayments(platform, now),
    () => enterAgreements(platform, now),
    () => enterCounters(platform, now),
    () => platform.call(enterStandardTemplates, { items: [...paperTemplates], inForceFrom: '2020-01-01' }, as),
    ...officeStructures().map((office) => async () => {
      await enterOffice(platform, office, now);
      await certifyHead(platform, office);
    }),
    () => certifyAccounts(platform),
    () => enterRunningCases(platform, now),
    () => enterDesk(platform, 'all', now),
    () => enterPortfolio(platform, now),
    ...chanceries.map((id) => () => enterDocuments(platform, id, now)),
    ...chanceries.map((id) => () => enterInstructions(platform, id, { names, now })),
    () => enterArchitecture(platform),
    () => enterExaminations(platform),
    () => enterDossiers(platform),
    () => enterIntegrator(platform, now),
    () => enterQuality(platform, now),
    () => enterMessages(platform, now),
    () => enterTreasury(platform, now),
    () => enterConsents(platform, now),
    () => enterAdmissions(platform),
    () => platform.call(runAnalyses, {}, as),
  ];
  if (!(await load(platform, 'history', steps))) return;
  // Nobody's desk waits for what is finished: it comes when everything else is there, and takes as long as all of that.
  await load(platform, 'past-cases', [
    () => enterPastCases(platform, now),
    () => enterLabour(platform, now),
    () => enterDesk(platform, 'done', now),
    () => enterPortfolio(platform, now),
  ]);
}

/** Whether all of it is there. */
async function load(platform: Platform, name: string, steps: readonly (() => Promise<unknown>)[]): Promise<boolean> {
  const say = (done: number, failed = false) => platform.background.set(name, { done, of: steps.length, failed });
  for (const [done, step] of steps.entries()) {
    say(done);
    const began = performance.now();
    try {
      await again(step);
      platform.log.debug({ step: done, ms: Math.round(performance.now() - began) }, 'a part of the history is there');
    } catch (error) {
      platform.log.error({ err: error }, 'the history of the demo could not be loaded; the next start goes on');
      say(done, true);
      return false;
    }
  }
  say(steps.length);
  return true;
}
