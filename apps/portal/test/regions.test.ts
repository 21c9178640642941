// SPDX-License-Identifier: Apache-2.0
/** Regions as people see them: the picture, a region's home page, the choice that stays in the browser, filters. */
import type { Figures } from '@stoa/analytics/contract';
import type { getService, listServices, ServiceSummary } from '@stoa/catalogue/contract';
import type { OutputOf } from '@stoa/kernel/contract';
import type { getStatus, listPublicIncidents } from '@stoa/monitoring/contract';
import type { listOrganisations, listTerritories } from '@stoa/organisations/contract';
import { beforeAll, expect, test } from 'vitest';
import { catalogueAnswers, servicePage, text } from './answers.ts';
import { qualityAnswers } from './quality-answers.ts';
import { type Answers, type Harness, startHarness, TestRefusal } from './harness.ts';

const coast = text('Coast', 'Побережье', 'Жағалау', 'Узбережжя', 'الساحل');
const territories: OutputOf<typeof listTerritories> = {
  items: [
    { code: 'XM', kind: 'country', name: text('Meridia') },
    { code: 'XM-01', kind: 'region', partOf: 'XM', name: text('Northern Steppe') },
    { code: 'XM-03', kind: 'region', partOf: 'XM', name: coast },
    { code: 'XM-03-01', kind: 'district', partOf: 'XM-03', name: text('Lighthouse') },
  ],
};
const { version, title, summary, authority, audience, lifeEvents } = servicePage;
const common = { version, summary, authority, audience, lifeEvents, deadlineWorkingDays: 20 };
const building: ServiceSummary = {
  ...{ ...common, id: 'building-permit', title: text('Building permit'), hasFee: true },
  ...{ level: 'municipal', territory: ['XM-01', 'XM-03'] },
};
const passport: ServiceSummary = { ...common, id: 'passport', title: text('Passport'), hasFee: false };
const change: ServiceSummary = {
  ...{ ...common, id: 'occupation-change', title, hasFee: true, level: 'regional', territory: ['XM-03'] },
};
const there = {
  'building-permit': {
    workingDays: { least: 10, most: 15 },
    fee: { least: 0, most: 190_000, currency: 'EUR' },
    offices: [],
  },
  passport: { workingDays: { least: 0, most: 0 }, offices: [] },
  'occupation-change': {
    ...{ workingDays: { least: 7, most: 7 } },
    offices: [{ id: 'XM-03-LABOUR', name: text('Labour Department, Coast'), address: 'Unity Street 21' }],
  },
};
const rule = { law: 'Building Act, Art. 28(3)' };
const permit: OutputOf<typeof getService> = {
  ...{ ...servicePage, ...building },
  regions: ['XM-01', 'XM-03'].map((code, at) => ({
    code,
    fees: [
      { ...rule, id: 'free', text: text('After a disaster'), amountMinor: 0, currency: 'EUR' },
      { ...rule, id: `f${at}`, text: text('Up to 200'), amountMinor: 12_000 + at * 3_000, currency: 'EUR' },
    ],
    terms: [
      { ...rule, id: 'all', text: text('After a disaster, everywhere'), workingDays: 10 },
      { ...rule, id: `t${at}`, text: text(`Term ${at}`), workingDays: 20 - at * 5 },
    ],
  })),
};
const serials: Readonly<Record<string, string>> = { clinics: '777', land: '778', past: '779' };
const incident = (code: string, told: string, serial = code): OutputOf<typeof getStatus>['incidents'][number] => ({
  ...{ id: `01940000-0000-7000-8000-000000000${serials[serial]}`, number: 4, severity: 'major', state: 'open' },
  ...{ services: [{ code, name: text('Clinics') }], openedAt: '2026-11-29T08:00:00.000Z' },
  updates: [{ at: '2026-11-29T08:00:00.000Z', text: text(told) }],
});
const state = (code: string, region: string) => ({
  ...{ code, name: text(`Systems of ${code}`), state: 'degraded' as const, from: '2026-11-01', days: [1] },
  region: { code: region, name: coast },
});
const status: OutputOf<typeof getStatus> = {
  ...{ at: '2026-11-30T08:00:00.000Z', state: 'degraded', maintenance: [] },
  services: [state('clinics', 'XM-03'), state('land', 'XM-01')],
  incidents: [incident('clinics', 'Slow since the morning'), incident('land', 'Land is away')],
};
const office = {
  ...{ id: 'XM-03-FRONT-OFFICE-1', kind: 'local' as const, name: text('Front Office No. 1, Lighthouse') },
  ...{ regionCode: 'XM-03', from: '2012-01-01', revision: 1, address: text('Unity Street 16, Lighthouse') },
};

const answers: Answers = {
  ...catalogueAnswers,
  'organisations.list-territories': () => territories,
  'organisations.list-organisations': ({ regionCode }): OutputOf<typeof listOrganisations> => ({
    items: regionCode === 'XM-03' ? [office] : [],
  }),
  'catalogue.list-services': ({ region, level }): OutputOf<typeof listServices> => ({
    items: [passport, change, building]
      .filter((one) => !level || (one.level ?? 'state') === level)
      .filter((one) => !region || !one.territory || one.territory.includes(String(region)))
      .map((one) => (region ? { ...one, there: there[one.id as keyof typeof there] } : one)),
  }),
  'catalogue.get-service': ({ id }) => (id === 'building-permit' ? permit : servicePage),
  'monitoring.get-status': () => status,
  'monitoring.list-public-incidents': (): OutputOf<typeof listPublicIncidents> => ({
    items: [
      { ...incident('clinics', 'Away for an hour', 'past'), state: 'resolved', resolvedAt: '2026-10-02T09:00:00.000Z' },
    ],
  }),
};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers, { '/health/ready': { status: 'up' } });
});
const chosenCoast = 'region=XM-03';
const asked = (address: string, cookie = '') => fetch(portal.url + address, { headers: { cookie } });
const html = async (address: string, cookie?: string) => (await asked(address, cookie)).text();
const send = (address: string, fields: Record<string, string>) =>
  fetch(portal.url + address, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: portal.url },
    body: new URLSearchParams(fields),
  });

test('the regions are a picture with links, and a list that says the same', async () => {
  const page = await html('/regions');
  expect(page.match(/href="\/regions\/XM-03"/g)).toHaveLength(2);
  for (const words of [
    '<svg viewBox="0 0 320 120"',
    'aria-label="Map of the regions"',
    'Northern Steppe',
    '2 services',
  ])
    expect(page).toContain(words);
  expect(page).not.toContain('Lighthouse');
});

test('where figures are published the regions have their outlines and their ratings', async () => {
  const published = qualityAnswers['analytics.get-figures']?.({}, { kind: 'anonymous' }) as Figures;
  const { score } = published;
  const regions = [
    {
      ...{ code: 'XM-01', name: text('Northern Steppe'), ...(score ? { score } : {}) },
      shape: { outline: 'M22 34L296 40L288 78L30 86Z', x: 158, y: 54 },
    },
    { code: 'XM-03', name: coast, shape: { outline: 'M150 100L288 78L206 206Z', x: 224, y: 142 } },
  ];
  answers['analytics.get-figures'] = () => ({ ...published, regions });
  const [all, one] = [await html('/regions'), await html('/regions/XM-01')];
  delete answers['analytics.get-figures'];
  for (const words of ['viewBox="0 0 320 220"', 'M22 34L296 40L288 78L30 86Z', '4.12', 'Not rated yet'])
    expect(all).toContain(words);
  for (const words of ['4.12', '81% are content']) expect(one).toContain(words);
});

test('a region has its own services first, each with the fee and the term that hold there', async () => {
  const page = await html('/regions/XM-03');
  const places = ['Municipal services', 'Building permit', 'Regional services', 'State services', 'Passport'];
  const found = places.map((words) => page.indexOf(`>${words}<`, page.indexOf('<table')));
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(found).not.toContain(-1);
  for (const words of ['€0.00 to €1,900.00', '10 to 15 working days', 'Up to 7 working days', 'Decided at once'])
    expect(page).toContain(words);
  for (const words of ['Depends on the answers', 'Free of charge', 'Front Office No. 1, Lighthouse', 'Unity Street 16'])
    expect(page).toContain(words);
  expect(page.indexOf('>Labour Department, Coast<')).toBeLessThan(page.indexOf('>Front Office No. 1, Lighthouse<'));
});

test('a region tells of its own incidents and systems, not of those of others', async () => {
  const page = await html('/regions/XM-03');
  for (const words of ['Slow since the morning', 'Systems of clinics', 'href="/quality/XM-03"', 'Away for an hour'])
    expect(page).toContain(words);
  expect(page).not.toContain('Land is away');
  const other = await html('/regions/XM-01');
  for (const words of ['Land is away', 'No office is known here', 'Not rated yet']) expect(other).toContain(words);
  expect(other).not.toContain('Away for an hour');
});

test('a region that there is not is answered with 404 and says where to choose one', async () => {
  for (const code of ['XM-99', 'XM', 'XM-03-01', 'nonsense%20here']) {
    const page = await asked(`/regions/${code}`);
    expect([code, page.status]).toEqual([code, 404]);
    expect(await page.text()).toContain('There is no such region. Choose one from the list of regions.');
  }
  const sent = await send('/regions/XM-99', { _do: 'choose' });
  expect([sent.status, sent.headers.get('set-cookie')]).toEqual([404, null]);
});

test('the chosen region stays in a cookie of this browser, and can be taken back', async () => {
  const chosen = await send('/regions/XM-03', { _do: 'choose' });
  expect(chosen.headers.get('location')).toBe('/regions/XM-03?notice=region-chosen');
  expect(chosen.headers.get('set-cookie')).toBe('region=XM-03; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax');
  const kept = await html('/regions/XM-03?notice=region-chosen', chosenCoast);
  for (const words of ['This is your region now', 'Forget my region', 'Your region']) expect(kept).toContain(words);
  expect(kept).not.toContain('Make it my region');
  expect(await html('/regions/XM-01', chosenCoast)).toContain('Make it my region');
  expect(await html('/regions', chosenCoast)).toContain('Your region: Coast');
  const forgotten = await send('/regions/XM-03', { _do: 'forget' });
  expect(forgotten.headers.get('set-cookie')).toContain('region=; Path=/; Max-Age=0');
});

test('the first page offers a region to choose, then leads to the chosen one in the language of the reader', async () => {
  expect(await html('/')).toContain('Choose your region');
  const page = await html('/', `${chosenCoast}; lang=ar`);
  for (const words of ['href="/regions/XM-03"', 'الساحل', 'منطقتك']) expect(page).toContain(words);
  expect(await html('/', 'region=XM-99')).toContain('Choose your region');
  expect(await html('/', 'region=%3Cscript%3E')).not.toContain('script%3E');
});

test('services are narrowed by region and level; what the address cannot mean narrows nothing', async () => {
  const page = await html('/services?region=XM-01&level=municipal');
  expect(page).toContain('Building permit');
  for (const words of ['>Passport<', 'href="/services/occupation-change"']) expect(page).not.toContain(words);
  expect(await html('/services?region=XM-01&level=regional')).toContain('No service fits');
  expect(await html('/services?region=XM-99')).toContain('Passport');
  const all = await html('/services?region=none&level=village');
  for (const words of ['Passport', 'Building permit', '>Municipal<', '>Regional<']) expect(all).toContain(words);
  expect(await html('/services', chosenCoast)).toContain('href="/services?region=XM-03"');
});

test('search asks for the region and the level beside the words', async () => {
  portal.calls.length = 0;
  const page = await html('/search?q=permit&region=XM-03&level=municipal');
  const call = portal.calls.find(({ name }) => name === 'search.find');
  expect(call?.input).toMatchObject({ q: 'permit', region: 'XM-03', level: 'municipal' });
  expect(page).toContain('<input type="hidden" name="q" value="permit">');
});

test('a service says of which regions it is and what it costs and takes in each', async () => {
  const page = await html('/services/building-permit', chosenCoast);
  for (const words of ['Municipal service of Northern Steppe, Coast', 'By region', '€0.00 to €150.00', 'Term 1'])
    expect(page).toContain(words);
  for (const words of ['10 to 20 working days', '10 to 15 working days', 'Your region: Coast'])
    expect(page).toContain(words);
  expect(page.match(/>After a disaster, everywhere</g)).toHaveLength(1);
  const same = await html('/services/work-permit', chosenCoast);
  for (const words of ['By region', 'service of']) expect(same).not.toContain(words);
});

test('while other parts do not answer the page of a region still shows what there is', async () => {
  const away = () => {
    throw new TestRefusal('unavailable', 'kernel.module-away');
  };
  const before = { ...answers };
  for (const name of ['catalogue.list-services', 'organisations.list-organisations', 'monitoring.get-status'])
    answers[name] = away;
  const page = await asked('/regions/XM-03');
  Object.assign(answers, before);
  expect(page.status).toBe(200);
  const words = await page.text();
  for (const told of ['Coast', 'This part of the system does not answer now', 'No incident in this region now'])
    expect(words).toContain(told);
});
