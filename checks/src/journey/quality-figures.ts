// SPDX-License-Identifier: Apache-2.0
/** Figures of quality, read by everybody and in the cabinet: from the country to what an organisation says of a low mark. */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { inLanguage, wordsOf } from './words.ts';

const languages = ['en', 'ru', 'ar'] as const;
const clinicId = 'XM-01-CLINIC-1';
const cabinet = '/quality/cabinet';
interface Walk {
  readonly language: (typeof languages)[number];
  readonly say: (key: string) => string;
  readonly anybody: Browser;
  readonly clinic: Browser;
  readonly regional: Browser;
  readonly federal: Browser;
}
const ok = (page: Page, what: string) =>
  must(page.status === 200, `${what}: ${page.status} ${page.text.slice(0, 200)}`);

/** Months of the history; the last is published two days into the next. */
const months = 23;
/** The snapshots come a minute after the history, the oldest month first: until all are there the figures still move. */
const published = ({ anybody, say }: Walk): Promise<Page> =>
  eventually(
    'figures to be published',
    async () => {
      const { items } = JSON.parse((await anybody.bytes('/api/analytics/snapshots')).body.toString()) as {
        items: unknown[];
      };
      const page = await anybody.get('/quality');
      return items.length >= months && page.status === 200 && page.text.includes(say('figures.league')) && page;
    },
    300,
  );

async function readPublic(walk: Walk): Promise<Evidence> {
  const { anybody, say, language } = walk;
  const home = await published(walk);
  for (const key of ['quality.regions', 'figures.spheres', 'quality.questions', 'figures.open', 'figures.outlook'])
    must(home.text.includes(say(key)), `the public page has "${say(key)}"`);
  must(/<a href="\/quality\/XM-01"><title>/.test(home.html), 'regions of the map lead to their pages');
  const sorted = await anybody.get('/quality?order=change&sphere=health-care&region=XM-01');
  ok(sorted, 'the league is narrowed and sorted');
  const [first = ''] = sorted.links(/^\/quality\/XM-01-CLINIC-\d+$/);
  must(first !== '', 'the league of clinics lists clinics');
  const clinic = await anybody.get(`/quality/${clinicId}`);
  ok(clinic, 'an organisation has a page');
  must(clinic.text.includes(say('figures.change-real')), 'the clinic that improves does so by more than chance');
  const hash = /[0-9a-f]{64}/.exec(clinic.html)?.[0] ?? '';
  must(hash !== '', 'the page names its snapshot');
  const csv = await anybody.bytes(`/api/analytics/open/ratings.csv?language=${language}`);
  must(csv.status === 200 && csv.body.includes(hash), 'open data are of the same snapshot');
  const json = await anybody.bytes('/api/analytics/open/ratings.json?sphere=education');
  must(json.status === 200 && json.body.includes(hash), 'open data are there as JSON');
  const badge = await anybody.bytes(`/api/analytics/badges/${clinicId}.svg?language=${language}`);
  must(badge.status === 200 && badge.type.startsWith('image/svg+xml'), 'the badge is a picture');
  ok(await anybody.get('/quality/XM-03'), 'the region without answers has a page');
  must((await anybody.get('/quality/XM-99')).status === 404, 'a place that is none is not known');
  return { snapshot: hash.slice(0, 12), rows: csv.body.toString().split('\n').length - 2 };
}

async function workInCabinet({ say, clinic, language }: Walk): Promise<Evidence & { followup: string }> {
  const page = await clinic.get(cabinet);
  must(page.path === `${cabinet}/${clinicId}`, `the organisation comes to its own figures: ${page.path}`);
  for (const key of ['figures.compared', 'followups.title', 'figures.words', 'figures.topics'])
    must(page.text.includes(say(key)), `the cabinet has "${say(key)}"`);
  must((await clinic.get(`${cabinet}/XM-02-CLINIC-1`)).path === `${cabinet}/${clinicId}`, 'and to no others');
  for (const [as, begins] of [
    ['csv', '\ufeff'],
    ['xlsx', 'PK'],
    ['pdf', '%PDF'],
  ] as const) {
    const file = await clinic.bytes(`/api/analytics/reports/${clinicId}.${as}?language=${language}`);
    must(file.status === 200 && file.body.toString().startsWith(begins), `the report comes as ${as}`);
  }
  const subscribed = await clinic.submit(page, {}, ['_do', 'subscribe']);
  must(subscribed.text.includes(say('notice.report-subscribed')), 'the report comes each month');
  const end = subscribed
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([, value]) => value.startsWith('unsubscribe '));
  must(end, 'it can be ended');
  const ended = await clinic.submit(subscribed, {}, end);
  must(ended.text.includes(say('notice.report-ended')), 'the report comes no more');
  const list = await clinic.get(`${cabinet}/followups?state=overdue`);
  const [followup = ''] = list.links(/^\/quality\/cabinet\/followups\/[0-9a-f-]{36}$/);
  must(followup !== '', `a follow-up waits: ${list.text.slice(0, 300)}`);
  const open = await clinic.get(followup);
  const short = await clinic.submit(open, { text: 'Sorry' });
  must(short.status === 422 && short.text.includes(say('error.followups.too-short')), 'a reply says something');
  const text = `We looked into it and put up a second desk (${language}).`;
  const unsure = await clinic.submit(open, { text });
  must(unsure.status === 422 && unsure.text.includes(say('error.followups.not-sure')), 'it is confirmed first');
  const replied = await clinic.submit(open, { text, sure: 'yes' });
  must(replied.text.includes(say('notice.followup-replied')) && replied.text.includes(text), 'the reply is published');
  must(!replied.forms().some(({ names }) => names.has('text')), 'and cannot be changed');
  return { followup, text };
}

async function watch({ say, anybody, regional, federal }: Walk, said: string): Promise<Evidence> {
  must((await anybody.get(`/quality/${clinicId}`)).text.includes(said), 'everybody reads the reply');
  const region = await regional.get(cabinet);
  must(region.path === `${cabinet}/XM-01`, `the curator of a region comes to it: ${region.path}`);
  const overdue = await regional.get(`${cabinet}/followups?state=overdue`);
  must(overdue.text.includes(say('followups.state-overdue')), 'what passed its term is there');
  must((await regional.get(`${cabinet}/XM-02`)).path === `${cabinet}/XM-01`, 'and no other region');
  const country = await federal.get(cabinet);
  must(country.path === `${cabinet}/XM` && country.links(/^\/quality\/cabinet\/XM-02$/).length > 0, 'from the country');
  ok(await federal.get(`${cabinet}/XM-02`), 'to a region');
  const office = await federal.get(`${cabinet}/${clinicId}?topic=waiting`);
  must(office.text.includes(say('figures.all-topics')), 'to what people wrote of waiting at an office');
  return { region: region.path };
}

export async function readQuality(
  base: string,
  { narrator, look }: { narrator: Narrator; look?: Look },
): Promise<void> {
  for (const language of languages) {
    const browser = () => new Browser(base, inLanguage(language));
    const walk: Walk = {
      ...{ language, say: wordsOf(language), anybody: browser() },
      ...{ clinic: browser(), regional: browser(), federal: browser() },
    };
    await narrator.step(`Everybody reads the published figures (${language})`, () => readPublic(walk));
    for (const login of ['clinic', 'regional', 'federal'] as const) await walk[login].signIn(login, 'meridia', cabinet);
    let [followup, text] = ['', ''];
    await narrator.step(
      `An organisation reads its figures and replies to who was not content (${language})`,
      async () => {
        const evidence = await workInCabinet(walk);
        followup = evidence.followup;
        text = String(evidence.text);
        return evidence;
      },
    );
    await narrator.step(`Curators look from the country down to an office (${language})`, () => watch(walk, text));
    if (language !== 'en' || !look) continue;
    await look(
      'The pages of figures',
      walk.anybody,
      ['/quality', `/quality/${clinicId}`, '/quality/XM-03'],
      'published',
    );
    await look('The cabinet of an organisation', walk.clinic, [
      `${cabinet}/${clinicId}`,
      `${cabinet}/followups`,
      followup,
    ]);
    await look('The cabinet of a curator', walk.federal, [`${cabinet}/XM`]);
  }
}
