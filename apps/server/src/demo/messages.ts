// SPDX-License-Identifier: Apache-2.0
/** A year of messages: templates, some thousand messages of the demo's people, figures by day, a campaign that is paused. */
import { enterDemoCampaign } from '@stoa/campaigns/contract';
import { demoAccounts } from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { enterDemoMessages, type TemplateContent } from '@stoa/notifications/contract';
import { readFileSync } from 'node:fs';

const as = { principal: { kind: 'service', id: 'demo' } } as const;
const day = 86_400_000;
const days = 365;
const a = <T>(all: readonly T[], n: number): T => all[n % all.length] as T;

const contents = JSON.parse(readFileSync(new URL('./message-templates.json', import.meta.url), 'utf8')) as Record<
  string,
  TemplateContent
>;
type Input = InputOf<typeof enterDemoMessages>;

/** The same numbers at each start: a step of a simple generator. */
const drawn = (seed: number) => ((seed * 48_271) % 2_147_483_647) / 2_147_483_647;

function figures(now: number): Input['figures'] {
  const share = { push: 0.1, email: 1, sms: 0.35, letter: 0.04 } as const;
  return Array.from({ length: days }, (_, ago) => ago + 1).flatMap((ago) => {
    const at = new Date(now - ago * day);
    const week = at.getUTCDay() === 0 || at.getUTCDay() === 6 ? 0.25 : 1;
    return Object.keys(contents).flatMap((template, t) =>
      (Object.keys(share) as (keyof typeof share)[]).map((channel, c) => {
        const sent = Math.round(share[channel] * week * (40 + 120 * drawn(ago * 31 + t * 7 + c + 1)));
        const failed = Math.round(sent * 0.015);
        return {
          ...{ day: at.toISOString().slice(0, 10), template, channel, sent, failed },
          delivered: channel === 'email' ? 0 : sent - failed,
          inTime: channel === 'letter' ? 0 : Math.round(sent * 0.993),
        };
      }),
    );
  });
}

function deliveries(now: number): Input['deliveries'] {
  // An invitation to a survey comes with a service that was rendered, and its link leads somewhere.
  const codes = Object.keys(contents).filter((code) => contents[code]?.matter !== 'survey');
  const channels = ['email', 'sms', 'email', 'push', 'email', 'email', 'letter'] as const;
  return demoAccounts.flatMap(({ person }, p) =>
    Array.from({ length: 80 }, (_, n) => {
      const channel = a(channels, n * 3 + p);
      const fails = (n * 7 + p) % 41 === 0;
      return {
        ...{ key: `${person.snils}:${n}`, number: person.snils, template: a(codes, n + p), channel },
        personalisation: { name: person.nameLatin, number: `XM-${2000 + n}`, day: '1 March', amount: '4 500' },
        state: fails ? ('failed-permanent' as const) : channel === 'email' ? ('sent' as const) : ('delivered' as const),
        ...(fails ? { reason: channel === 'email' ? 'smtp-550' : 'undeliv 000' } : {}),
        at: new Date(now - ((n * 4.5 + p * 0.11 + 1) % days) * day).toISOString(),
        read: n > 2,
      };
    }),
  );
}

export async function enterMessages({ call }: Platform, now: number): Promise<void> {
  const none = { templates: [], deliveries: [], figures: [] };
  const at = new Date(now - (days + 10) * day).toISOString();
  const templates = Object.entries(contents).map(([code, content]) => ({ code, content, at }));
  await call(enterDemoMessages, { ...none, templates }, as);
  const sums = figures(now);
  for (let from = 0; from < sums.length; from += 2000)
    await call(enterDemoMessages, { ...none, figures: sums.slice(from, from + 2000) }, as);
  await call(
    enterDemoCampaign,
    {
      ...{
        title: 'New services, spring',
        template: 'news.services',
        total: 4200,
        queued: 1600,
        state: 'paused' as const,
      },
      at: new Date(now - 2 * day).toISOString(),
    },
    as,
  );
  const all = deliveries(now);
  for (let from = 0; from < all.length; from += 300)
    await call(enterDemoMessages, { ...none, deliveries: all.slice(from, from + 300) }, as);
}
