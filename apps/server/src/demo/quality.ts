// SPDX-License-Identifier: Apache-2.0
/** What people said of 1,500 offices in two years: counts first, then the newest words and what became of low marks. */
import { importHistory } from '@stoa/analytics/contract';
import { lastMonthOfHistory, qualityComments, qualityFollowups, qualityMonths, qualityOffices } from '@stoa/country-xm';
import { enterDemoFollowups } from '@stoa/followups/contract';
import { idOf, isRefusal, type Platform } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { enterDemoOrganisations } from '@stoa/organisations/contract';
import { decideComment, pickTemplate, recordResponse } from '@stoa/surveys/contract';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
/** Words come in by the module that has them from the citizen, and are released by a moderator. */
const asQuality = { principal: { kind: 'service', id: 'quality' } } as const;
const moderator: Principal = {
  ...{ kind: 'person', id: idOf('demo moderator of the history'), name: 'Pavel Gromov', assurance: 2 },
  duties: [{ code: 'quality.moderator', organisationId: 'XM-QUALITY-AGENCY' }],
};

async function enterOffices({ call }: Platform): Promise<void> {
  const items = qualityOffices().flatMap(({ id, name, regionCode, sphere, numbers }) =>
    numbers
      ? [{ id, facts: { kind: 'local' as const, name, regionCode, sphere, ...numbers, from: '2012-01-01' } }]
      : [],
  );
  const part = 200;
  for (let at = 0; at < items.length; at += part)
    await call(enterDemoOrganisations, { items: structuredClone(items.slice(at, at + part)) as typeof items }, as);
}

async function enterCounts({ call }: Platform, now: number): Promise<void> {
  const months = qualityMonths(now);
  const untilMonth = lastMonthOfHistory(now);
  const part = 2000;
  for (let at = 0; at < months.length; at += part)
    await call(
      importHistory,
      {
        source: 'demo',
        part: String(at),
        untilMonth,
        complete: at + part >= months.length,
        items: months.slice(at, at + part) as never,
      },
      as,
    );
}

async function enterWords({ call }: Platform, now: number): Promise<void> {
  for (const { key, office, day, mark, text, released } of qualityComments(now)) {
    const { id: templateVersionId, questions } = await call(
      pickTemplate,
      {
        organisationType: office.sphere,
        level: 'country',
      },
      as,
    );
    const answers = Object.fromEntries(questions.flatMap(({ code, kind }) => (kind === 'scale' ? [[code, mark]] : [])));
    const id = idOf(`demo quality ${key}`);
    const answered = call(
      recordResponse,
      {
        id,
        templateVersionId,
        organisationId: office.id,
        regionCode: office.regionCode,
        sector: office.sphere,
        day,
        answers,
        comment: text,
      },
      asQuality,
    );
    try {
      await answered;
    } catch (error) {
      // Entered by an earlier start, of the days before that.
      if (isRefusal(error) && error.code === 'surveys.response-differs') return;
      throw error;
    }
    await call(decideComment, { id, released }, { principal: moderator });
  }
}

export async function enterQuality(platform: Platform, now: number): Promise<void> {
  await enterOffices(platform);
  const part = 500;
  const items = qualityFollowups(now).map((one) => ({ ...one }));
  for (let at = 0; at < items.length; at += part)
    await platform.call(enterDemoFollowups, { items: items.slice(at, at + part) }, as);
  await enterCounts(platform, now);
  await enterWords(platform, now);
}
