// SPDX-License-Identifier: Apache-2.0
/** Messages: accepted and handed over a second, and the recipients of a campaign written down. */
import { prepareCampaign } from '@stoa/campaigns/contract';
import { startMailCatcher } from '@stoa/demo';
import { startPlatform } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { notify } from '@stoa/notifications/contract';
import { modules } from '@stoa/server/src/modules.ts';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { bareCommits } from './bare.ts';
import { type Measurement, measurement } from './measurement.ts';
import { withWorkplace } from './workplace.ts';

const atOnce = 8;
const messages = Number(process.env.STOA_BENCH_MESSAGES || 2000);
const recipients = Number(process.env.STOA_BENCH_RECIPIENTS || 100_000);
const cases = { principal: { kind: 'service', id: 'cases' } } as const;
const operator: Principal = {
  ...{ kind: 'person', id: '00000000-0000-7000-8000-000000000001', name: 'Operator', assurance: 2 },
  duties: [{ code: 'notifications.operator', organisationId: 'BENCH' }],
};

export const benchMessages = (): Promise<Measurement[]> =>
  withWorkplace(async (place) => {
    const mail = await startMailCatcher({ port: 0, smtpPort: 0, keep: 10 });
    place.atEnd(() => mail.close());
    const platform = await startPlatform({
      config: place.config({ STOA_SMTP_URL: mail.smtpUrl }),
      modules: modules.filter(({ name }) => ['notifications', 'campaigns'].includes(name)),
      databaseUrl: place.databaseUrl,
      log: place.log,
      stubs: new Map<string, (input: never) => Promise<unknown>>([
        ['identity.find-contact', async () => ({ known: true, email: 'somebody@example.org' })],
      ]),
    });
    place.atEnd(() => platform.close());
    const sql = new pg.Client({ connectionString: place.databaseUrl });
    await sql.connect();
    place.atEnd(() => sql.end());
    const bare = await bareCommits(place.databaseUrl, atOnce);
    const began = performance.now();
    await Promise.all(
      Array.from({ length: atOnce }, async (_, worker) => {
        for (let n = worker; n < messages; n += atOnce)
          await platform.call(
            notify,
            { key: `bench ${n}`, to: { personKey: `person ${n}` }, subject: { en: 'Bench' }, body: { en: 'Bench' } },
            cases,
          );
      }),
    );
    const accepted = (messages * 1000) / (performance.now() - began);
    const handed = async () => {
      const { rows } = await sql.query<{ count: number; within: number }>(
        `select count(*)::int as count, (count(*) filter (where sent_at - accepted_at <= interval '10 s'))::int as within
         from notifications.delivery where state = 'sent'`,
      );
      return rows[0] ?? { count: 0, within: 0 };
    };
    while ((await handed()).count < messages) await setTimeout(200);
    const sent = (messages * 1000) / (performance.now() - began);
    const { within } = await handed();
    const list = Array.from({ length: recipients }, (_, n) => `person-${n}@example.org`).join('\n');
    const queueing = performance.now();
    await platform.call(
      prepareCampaign,
      { title: 'Bench', template: 'news.services', audience: 'list', list, perMinute: 600 },
      { principal: operator },
    );
    const queued = (recipients * 1000) / (performance.now() - queueing);
    const peer = { name: 'bare one-row commits', value: bare };
    return [
      measurement('messages', `accepted, ${atOnce} at once`, accepted, 'messages/s', {}, peer),
      measurement(
        'messages',
        'accepted and handed to the mail server',
        sent,
        'messages/s',
        { withinTenSeconds: within / messages },
        peer,
      ),
      measurement(
        'messages',
        `recipients of a campaign of ${recipients} written down`,
        queued,
        'recipients/s',
        {},
        peer,
      ),
    ];
  });
