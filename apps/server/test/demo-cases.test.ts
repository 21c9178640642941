// SPDX-License-Identifier: Apache-2.0
/** The year of cases of the demo: counted again, and held against what the module itself writes. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import cases from '@stoa/cases';
import { enterDemoCases, getCase, listEnded, listQueue, serviceFigures } from '@stoa/cases/contract';
import catalogue from '@stoa/catalogue';
import { addWorkingDays, localDate, namedPeople } from '@stoa/country-xm';
import { bench, patient } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import { copyOf, enterPastCases, enterRunningCases, readExamples } from '../src/demo/cases.ts';

const b = await bench(cases, catalogue);
Object.assign(b.module.config, { demo: true });
const limit = { timeout: patient(900_000) };
const demo = { kind: 'service', id: 'demo' } as const;
const now = b.clock.now().getTime();
const count = async (sql: string) =>
  Number((await b.sql<{ count: string }>(`select count(*) as count ${sql}`))[0]?.count);

test('a year of cases over all packages is entered once, and every row agrees with the others', limit, async () => {
  await enterRunningCases(b.platform, now);
  await enterPastCases(b.platform, now);
  const entered = await count('from case_file');
  expect(await count("from case_file where state = 'closed'")).toBeGreaterThanOrEqual(15_000);
  expect(await count("from case_file where state = 'submitted'")).toBeGreaterThan(100);
  expect(await count('from (select distinct service_id from case_file) s')).toBe(
    (await readExamples(fileURLToPath(new URL('../../../services/', import.meta.url)))).length,
  );
  // Numbers are given once.
  expect(await count('from (select distinct number from case_file) n')).toBe(entered);
  // The log begins with the sending, and says the end of what has ended; no other case has one.
  const logged = (kind: string) => `(select count(*) from history h where h.case_id = c.id and h.kind = '${kind}')`;
  expect(await count(`from case_file c where ${logged('submitted')} <> 1`)).toBe(0);
  expect(await count(`from case_file c where ${logged('closed')} <> (state = 'closed')::integer`)).toBe(0);
  expect(await count(`from case_file c where ${logged('decided')} <> (decided_at is not null)::integer`)).toBe(0);
  expect(
    await count(
      'from case_file c where exists (select 1 from history h where h.case_id = c.id and h.at < c.submitted_at)',
    ),
  ).toBe(0);
  expect(
    await count('from case_file where closed_at < decided_at or decided_at < submitted_at or closed_at > now()'),
  ).toBe(0);
  // What has ended stands nowhere; what runs stands at a task that is open, under the same id.
  expect(await count("from process_token t join case_file c on c.id = t.holder_id where c.state = 'closed'")).toBe(0);
  expect(
    await count(
      "from task t join case_file c on c.id = t.case_id where c.state = 'closed' and t.state not in ('done', 'cancelled')",
    ),
  ).toBe(0);
  expect(
    await count(
      "from case_file c where state = 'submitted' and not exists (select 1 from task t where t.case_id = c.id and t.state = 'open')",
    ),
  ).toBe(0);
  expect(
    await count(
      "from task t where state = 'open' and not exists (select 1 from process_token p where p.id = t.token_id and p.node = t.node and p.holder_id = t.case_id)",
    ),
  ).toBe(0);
  expect(await count('from case_file c where not exists (select 1 from process_run r where r.holder_id = c.id)')).toBe(
    0,
  );
  // Who was granted it got it: the gateways saw what was decided.
  const ended = await b.sql<{ outcome: string }>(
    "select distinct outcome from case_file where service_id = 'work-permit' and state = 'closed'",
  );
  expect(ended.map(({ outcome }) => outcome).sort()).toEqual(['issued', 'no-place', 'refused']);
  // What a cancellation was about has ended, once.
  const cancelled = "from case_file c where service_id = 'visa-cancellation' and outcome = 'cancelled'";
  expect(await count(cancelled)).toBeGreaterThan(0);
  expect(await count(`${cancelled} and ${logged('papers-ended')} <> 1`)).toBe(0);
  // Lateness is marked, and noted, on the day after the term.
  expect(await count(`from case_file c where ${logged('deadline-passed')} <> (overdue_at is not null)::integer`)).toBe(
    0,
  );
  // Nothing was told to anybody, and nothing is to be done.
  expect(await count('from outbox')).toBe(0);
  expect(await count("from work where handler in ('cases.send-notice', 'cases.run-step', 'cases.void-invoice')")).toBe(
    0,
  );
  // The next start enters nothing twice.
  await enterRunningCases(b.platform, now);
  expect(await count('from case_file')).toBe(entered);
  const figures = await b.call(serviceFigures, { serviceId: 'work-permit' });
  expect(figures.finished).toBe(
    await count(
      "from case_file where service_id = 'work-permit' and state = 'closed' and closed_at >= now() - interval '365 days'",
    ),
  );
  expect(figures.medianDays ?? 0).toBeGreaterThan(0);
  expect(figures.p90Days ?? 0).toBeGreaterThanOrEqual(figures.medianDays ?? 0);
  expect(figures.inTime ?? 0).toBeGreaterThan(0.8);
  expect(figures.refused ?? 1).toBeLessThan(0.5);
  expect(figures.grounds.length).toBeGreaterThan(0);
});

test('terms are those of the calendar, and what was said is of who applies', limit, async () => {
  const rows = await b.sql<{ id: string; due_on: Date; at: Date; applicant_id: string }>(
    `select c.id, c.due_on, h.at, c.applicant_id from case_file c join history h on h.case_id = c.id and h.kind in ('fee-paid', 'no-fee')
     where c.service_id = 'passport' and c.due_on is not null limit 20`,
  );
  expect(rows.length).toBeGreaterThan(0);
  const [{ days } = { days: 0 }] = await b.sql<{ days: number }>(
    "select (package->'facts'->>'deadlineWorkingDays')::integer as days from catalogue.service_version where service_id = 'passport'",
  );
  for (const { due_on, at } of rows) expect(localDate(due_on)).toBe(addWorkingDays(localDate(at), days));
  const visitor = b.person({ name: namedPeople.aigerim.nameLatin, snils: namedPeople.aigerim.snils });
  const [own] = await b.sql<{ id: string }>('select id from case_file where applicant_id = $1 limit 1', [
    visitor.personKey,
  ]);
  expect(await b.call(getCase, { id: own?.id ?? '' }, visitor)).toMatchObject({
    applicantName: namedPeople.aigerim.nameLatin,
  });
});

test(
  'who counts reads how they ended, page by page, with the answers that are asked for and no name; nobody else does',
  limit,
  async () => {
    const labour = { kind: 'service', id: 'labour' } as const;
    const ask = { serviceId: 'work-permit', fields: 'occupation,workRegion,workerCitizenship', limit: 100 };
    const first = await b.call(listEnded, ask, labour);
    const next = await b.call(listEnded, { ...ask, cursor: first.nextCursor }, labour);
    const items = [...first.items, ...next.items];
    expect(new Set(items.map(({ id }) => id)).size).toBe(200);
    for (const { answers, personKey, regionCode } of items) {
      expect(Object.keys(answers).sort()).toEqual(['occupation', 'workRegion', 'workerCitizenship']);
      // The office is that of the region, as the process finds it.
      expect(answers.workRegion).toBe(regionCode);
      expect(personKey).toBeDefined();
    }
    // A market has many occupations, regions and citizenships.
    for (const field of ['occupation', 'workRegion', 'workerCitizenship'])
      expect(new Set(items.map(({ answers }) => answers[field])).size, field).toBeGreaterThan(2);
    const one = await b.call(listEnded, { ...ask, fields: 'none', caseId: items[0]?.id ?? '' }, labour);
    expect(one.items).toMatchObject([{ id: items[0]?.id, answers: {} }]);
    const officer = b.person({ duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });
    await expect(b.call(listEnded, ask, officer)).rejects.toMatchObject({ kind: 'forbidden' });
  },
);

test('an officer finds them in the queue', limit, async () => {
  const officer = b.person({ duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });
  const queue = await b.call(listQueue, { show: 'open' }, officer);
  expect(queue.items.length).toBeGreaterThan(0);
  expect(queue.items.every(({ serviceId }) => serviceId === 'work-permit' || serviceId.length > 0)).toBe(true);
});

test(
  'an example that leads nowhere says why and leaves nothing; only the demo may, where it is on',
  limit,
  async () => {
    const [[example] = []] = (
      await readExamples(join(fileURLToPath(new URL('../../../', import.meta.url)), 'services'))
    ).filter(([first]) => first?.pkg.serviceId === 'work-permit');
    if (!example) throw new Error('there is no work permit');
    const before = await count('from case_file');
    const copies = [copyOf(example, 'alone', now, true)];
    const empty = { today: example.scenario.today, answers: {}, registers: {}, checks: {}, results: {} };
    const input = { serviceId: 'work-permit', example: empty, decided: true, copies };
    expect(await b.call(enterDemoCases, input, demo)).toMatchObject({ entered: 0, why: expect.any(String) });
    expect(await count('from case_file')).toBe(before);
    await expect(b.call(enterDemoCases, input, b.person())).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(b.call(enterDemoCases, { ...input, serviceId: 'none-such' }, demo)).rejects.toMatchObject({
      code: 'catalogue.service-unknown',
    });
    Object.assign(b.module.config, { demo: false });
    await expect(b.call(enterDemoCases, input, demo)).rejects.toMatchObject({ code: 'cases.demo-off' });
  },
);

test('figures of few cases are not said', async () => {
  expect(await b.call(serviceFigures, { serviceId: 'none-such' })).toEqual({
    from: expect.any(String),
    until: expect.any(String),
    grounds: [],
  });
});
