// SPDX-License-Identifier: Apache-2.0
/** Pages of monitoring: what everybody sees, what feed readers get, what operators do, and what is said where something is missing. */
import type { Source, Status } from '@stoa/monitoring/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { text } from './answers.ts';
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';

const id = '01919191-0000-7000-8000-000000000001';
const at = '2026-11-20T05:30:00.000Z';
const words = text(
  'Payments are <slow> & late',
  'Платежи медленные',
  'Төлемдер баяу',
  'Платежі повільні',
  'المدفوعات بطيئة',
);
const service = { code: 'payments', name: text('Payments', 'Платежи') };
const incident = {
  ...{ id, number: 7, severity: 'major' as const, state: 'open' as const, services: [service], openedAt: at },
  updates: [{ at, text: words }],
};
let status: Status;
const watched = {
  ...{ ...service, place: 1, sources: ['module:payments'], targets: [], latencyMs: 500, state: 'up' as const },
  objectives: [{ indicator: 'health' as const, target: 0.999 }],
  load: { calls: 10, failed: 1, slow: 2 },
  budgets: [
    { indicator: 'health' as const, target: 0.999, reached: 0.9995, left: 0.5, rate: 15, level: 'fast' as const },
  ],
};
const source: Source = {
  ...{ id: 'connector:XM/GOV/1/A', kind: 'connector', subject: 'XM/GOV/1/A', state: 'silent', version: '1.2.3' },
  ...{ startedAt: at, reportedAt: at, receivedAt: at, clockOffsetMs: -1500, certificateDays: 12, calls: 3, failed: 0 },
  services: [],
};
const answers: Answers = {
  'monitoring.get-status': () => status,
  'monitoring.list-public-incidents': () => ({ items: [incident] }),
  'monitoring.get-public-incident': (input) => {
    if (input.id !== id) throw new TestRefusal('missing', 'monitoring.incident-unknown');
    return incident;
  },
  'monitoring.list-services': () => ({ items: [watched] }),
  'monitoring.list-forecasts': () => ({
    items: [
      {
        ...{ kind: 'disk' as const, id: 'module:all', state: 'expected' as const, limit: 0.95, growth: 0.01 },
        ...{ error: 0.004, naiveError: 0.02, reachesOn: '2031-09-02', earliest: '2031-08-20', latest: '2031-10-01' },
        weeks: [
          { date: '2031-03-01', peak: 0.71 },
          { date: '2031-03-08', peak: 0.72 },
        ],
      },
      { kind: 'calls' as const, id: 'payments', name: text('Payments'), state: 'no-limit' as const, weeks: [] },
    ],
  }),
  'monitoring.set-call-limit': () => ({ code: 'payments' }),
  'monitoring.put-service': () => ({ code: 'payments' }),
  'monitoring.list-sources': () => ({ items: [source] }),
  'monitoring.retire-source': () => ({ id: source.id }),
  'monitoring.get-own': () => ({
    items: [{ subsystemId: 'XM/GOV/1/A', name: text('Register'), connection: 'away', services: [], alarms: [] }],
  }),
  'monitoring.list-incidents': () => ({
    items: [{ ...incident, title: text('Slow'), updates: undefined }].map(({ updates: _, ...one }) => one),
  }),
  'monitoring.get-incident': () => ({
    ...{ id, number: 7, severity: 'major', state: 'open', services: [service], openedAt: at, title: text('Slow') },
    timeline: [{ at, kind: 'note', byName: 'Olga', note: 'The pool is small' }],
    ...{ alarms: [], may: ['acknowledge', 'resolve'] },
  }),
  'monitoring.move-incident': () => ({ id, state: 'acknowledged' }),
  'monitoring.tell-public': (input) => {
    if ((input.text as { kk: string }).kk.includes('10.1.2.3'))
      throw new TestRefusal('invalid', 'monitoring.text-secret', 'It holds an address', [
        { pointer: '/text/kk', code: 'monitoring.text-secret', message: 'It holds an address' },
      ]);
    return { id };
  },
  'monitoring.list-maintenance': () => ({ items: [] }),
  'monitoring.plan-maintenance': () => ({ id }),
};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
const page = async (path: string, language = 'en') =>
  (await fetch(portal.url + path, { headers: { 'accept-language': language } })).text();
async function send(path: string, fields: Record<string, string>) {
  const key = /name="_key" value="([^"]+)"/.exec(await page(path))?.[1] ?? '';
  const init = { method: 'POST', redirect: 'manual' as const, headers: { origin: portal.url } };
  return fetch(portal.url + path, { ...init, body: new URLSearchParams({ _key: key, ...fields }) });
}
const asked = (name: string) => portal.calls.filter((call) => call.name === name).map(({ input }) => input);
const operator = () => portal.signIn(withDuty('Olga Operator', 'platform.operator'));

it('shows everybody the state, ninety days and what was told, also where nothing is watched yet', async () => {
  status = { at, state: 'unknown', services: [], incidents: [], maintenance: [] };
  portal.signIn(undefined);
  expect(await page('/status')).toContain('No service is watched yet');
  const days = [...Array<number>(88).fill(1), 0.98, null];
  status = {
    ...{ at, state: 'degraded', incidents: [incident] },
    services: [{ ...service, state: 'degraded', from: '2026-08-23', days, reached: 0.9987 }],
    maintenance: [
      {
        ...{ id, title: text('New disks'), text: words, services: [service] },
        startsAt: at,
        endsAt: at,
        begun: false,
        announcedAt: at,
      },
    ],
  };
  const shown = await page('/status');
  for (const part of ['Some services work slowly', 'Payments are &lt;slow&gt;', '99.87 %', 'New disks', '98.00 %'])
    expect(shown).toContain(part);
  expect(shown.match(/class="day-/g)).toHaveLength(90);
  expect(await page('/status', 'ar')).toContain('dir="rtl"');
  expect(await page(`/status/incidents/${id}`)).toContain('Incident 7');
  expect(await page('/status/history')).toContain('Payments are');
  const unknown = await fetch(`${portal.url}/status/incidents/${id.replace('1919', '1818')}`);
  expect(unknown.status).toBe(404);
});

it('gives feed readers the same in one language, to be kept for a minute', async () => {
  const atom = await fetch(`${portal.url}/status/feed.atom?lang=ru`);
  expect(atom.headers.get('content-type')).toContain('application/atom+xml');
  expect(atom.headers.get('cache-control')).toBe('public, max-age=60');
  const xml = await atom.text();
  expect(xml).toContain('<content type="text">Платежи медленные</content>');
  expect(xml).toContain(`<updated>${at}</updated>`);
  const english = await (await fetch(`${portal.url}/status/feed.atom`)).text();
  expect(english).toContain('Payments are &#60;slow&#62; &#38; late');
  const json = (await (await fetch(`${portal.url}/status/feed.json`)).json()) as {
    version: string;
    items: { title: string }[];
  };
  expect(json.version).toBe('https://jsonfeed.org/version/1.1');
  expect(json.items.map(({ title }) => title).toSorted()).toEqual(['New disks', 'Payments: Being looked into']);
});

it('keeps operators’ pages from everybody else, and engineers see their own', async () => {
  portal.signIn(withDuty('Somebody', 'quality.analyst'));
  for (const path of ['', '/sources', '/services', '/forecasts', '/incidents', '/maintenance'])
    expect((await fetch(`${portal.url}/operations/monitoring${path}`)).status).toBe(403);
  portal.signIn(withDuty('Engineer', 'exchange.engineer'));
  expect(await page('/exchange/health')).toContain('Its connector never reported');
});

it('shows an auditor who reports and lets an operator forget what is silent', async () => {
  portal.signIn(withDuty('Auditor', 'audit.auditor'));
  expect(await page('/operations/monitoring/sources')).not.toContain('name="_retire"');
  operator();
  const shown = await page('/operations/monitoring/sources?state=silent');
  for (const part of ['XM/GOV/1/A', 'Silent', '-1.5 s']) expect(shown).toContain(part);
  const done = await send('/operations/monitoring/sources', { _retire: source.id });
  expect(done.status).toBe(303);
  expect(asked('monitoring.retire-source')).toEqual([{ id: source.id }]);
});

it('changes objectives in per cent, and says what is wrong with them', async () => {
  operator();
  const path = '/operations/monitoring/services?service=payments';
  expect(await page(path)).toContain('value="99.9"');
  const wrong = await send(path, { 'target-health': '100', latencyMs: '5' });
  const said = await wrong.text();
  expect(wrong.status).toBe(422);
  for (const part of ['from 50 to 99.999', 'whole milliseconds']) expect(said).toContain(part);
  const kept = await send(path, { 'target-health': '99,95', 'target-latency': '95', latencyMs: '300' });
  expect(kept.status).toBe(303);
  expect(asked('monitoring.put-service')).toMatchObject([
    {
      ...{ code: 'payments', latencyMs: 300, sources: ['module:payments'] },
      objectives: [
        { indicator: 'health', target: 0.9995 },
        { indicator: 'latency', target: 0.95 },
      ],
    },
  ]);
  const taken = await send('/operations/monitoring/services', { _do: 'add', code: 'payments', latencyMs: '300' });
  expect(await taken.text()).toContain('that no other service has');
  await send('/operations/monitoring/services', {
    ...{ _do: 'add', code: 'new-one', 'name.en': 'New', sources: 'module:a\nmodule:b', latencyMs: '300' },
  });
  expect(asked('monitoring.put-service').at(-1)).toMatchObject({ code: 'new-one', sources: ['module:a', 'module:b'] });
});

it('names the day on which a disk is full with its bounds and errors, and lets an operator set a limit', async () => {
  portal.signIn(withDuty('Auditor', 'audit.auditor'));
  const path = '/operations/monitoring/forecasts?service=payments';
  const read = await page(path);
  for (const part of [
    'Modules of the platform',
    '2 September 2031',
    '20 August 2031 – 1 October 2031',
    '0.4 % / 2.0 %',
  ])
    expect(read).toContain(part);
  expect(read).toContain('class="axis limit"');
  expect(read).not.toContain('name="callsPerDay"');
  operator();
  expect(await page(path)).toContain('name="callsPerDay"');
  const wrong = await send(path, { callsPerDay: '12.5' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('Give a whole number of calls');
  for (const callsPerDay of ['24 000', '']) expect((await send(path, { callsPerDay })).status).toBe(303);
  expect(asked('monitoring.set-call-limit')).toEqual([{ code: 'payments', callsPerDay: 24_000 }, { code: 'payments' }]);
});

it('takes an incident on with a note, and tells everybody in every language only', async () => {
  operator();
  const path = `/operations/monitoring/incidents/${id}`;
  expect(await page(path)).toContain('The pool is small');
  await send(path, { _do: 'acknowledge', note: 'On it' });
  expect(asked('monitoring.move-incident')).toEqual([{ id, act: 'acknowledge', note: 'On it' }]);
  const bare = await send(path, { _do: 'tell', 'text.en': 'It is slow for everybody' });
  expect(await bare.text()).toContain('Write it in this language too');
  expect(asked('monitoring.tell-public')).toEqual([]);
  const all = Object.fromEntries(
    ['en', 'ru', 'kk', 'uk', 'ar'].map((one) => [`text.${one}`, 'It is slow for everybody']),
  );
  await send(path, { _do: 'tell', ...all });
  expect(asked('monitoring.tell-public')).toHaveLength(1);
  const secret = await (await send(path, { _do: 'tell', ...all, 'text.kk': 'The host 10.1.2.3' })).text();
  expect(secret).toContain('href="#f-text.kk"');
  expect(secret).toContain('looks like an address, a key or a password');
});

it('plans work with texts and times that can be', async () => {
  operator();
  const path = '/operations/monitoring/maintenance';
  const wrong = await send(path, { startsDate: '2026-12-01', startsTime: '25:00' });
  const said = await wrong.text();
  for (const part of ['Write it in this language too', 'a date and a time', 'at least one service'])
    expect(said).toContain(part);
  const inEach = (name: string, words: string) =>
    Object.fromEntries(['en', 'ru', 'kk', 'uk', 'ar'].map((one) => [`${name}.${one}`, words]));
  const times = { startsDate: '2026-12-01', startsTime: '06:30', endsDate: '2026-12-01', endsTime: '08:00' };
  await send(path, {
    ...inEach('title', 'New disks'),
    ...inEach('text', 'It does not answer'),
    services: 'payments',
    ...times,
  });
  expect(asked('monitoring.plan-maintenance')).toMatchObject([
    { services: ['payments'], startsAt: '2026-12-01T06:30:00.000Z', endsAt: '2026-12-01T08:00:00.000Z' },
  ]);
});

it('marks one area alone as where one is, the narrower of two', async () => {
  portal.signIn(
    withDuty('Somebody', 'platform.operator', 'support.first-line', 'identity.grantor', 'accounts.officer'),
  );
  for (const area of ['/operations/support', '/administration/accounts', '/operations', '/administration']) {
    const html = await (await fetch(`${portal.url}${area}/nothing`)).text();
    const [nav = ''] = /<nav class="area-nav[\s\S]*?<\/nav>/.exec(html) ?? [];
    expect([...nav.matchAll(/<a href="([^"]+)" aria-current/g)].map(([, href]) => href)).toEqual([area]);
  }
});
