// SPDX-License-Identifier: Apache-2.0
/** The counter: asking, a visit, the day of the office, and the bar above every page. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { catalogueAnswers, text } from './answers.ts';
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';

const id = '01940000-0000-7000-8000-000000000601';
const at = '2026-11-20T09:00:00.000Z';
const visit = {
  ...{ id, officeId: 'org-1', office: text('Front office 1'), clerkName: 'Marat', personName: 'Aigerim Visitor' },
  ...{ serviceId: 'passport', service: text('Passport'), way: 'code', state: 'asked', triesLeft: 5, askedAt: at },
};
const count = { visits: 3, opened: 2, refused: 1, paper: 1, averageMinutes: 12.5 };
const { personName: _, ...nameless } = visit;
const day = {
  ...{ on: '2026-11-20', total: count, items: [nameless] },
  clerks: [{ clerkId: id, name: 'Marat', ...count }],
  services: [{ serviceId: 'passport', title: text('Passport'), ...count }],
};
const answers: Answers = {};
const clerk = withDuty('Marat', 'counter.clerk');
const acting = {
  ...clerk,
  actingFor: {
    ...{ kind: 'person' as const, id: 'pk-visitor', name: 'Aigerim Visitor', role: 'counter' },
    visit: { id, officeId: 'org-1', officeName: 'Front office 1', until: '2026-11-20T10:00:00.000Z', open: [] },
  },
};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers, {}, ['cases', 'payments', 'counter']);
});
afterAll(() => portal.close());
beforeEach(() => {
  Object.assign(answers, catalogueAnswers, {
    'counter.list-visits': () => ({ items: [visit] }),
    'counter.get-visit': () => visit,
    'counter.get-day': () => day,
    'counter.ask-consent': () => visit,
    'counter.confirm-code': () => visit,
    'counter.end-visit': () => visit,
    'cases.list-cases': () => ({ items: [] }),
  });
  portal.calls.length = 0;
  portal.signIn(clerk);
});
async function get(path: string, language = 'en'): Promise<string> {
  const answer = await fetch(portal.url + path, { headers: { cookie: `lang=${language}` } });
  expect(answer.status, path).toBe(200);
  return answer.text();
}
async function post(path: string, values: Record<string, string>) {
  const [, key = ''] = /name="_key" value="([^"]+)"/.exec(await get(path)) ?? [];
  const answer = await fetch(portal.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: portal.url, cookie: 'lang=en' },
    body: new URLSearchParams({ ...values, _key: key }),
    redirect: 'manual',
  });
  return { status: answer.status, to: answer.headers.get('location'), html: await answer.text() };
}
const inputOf = (name: string) => portal.calls.find((call) => call.name === name)?.input;

it('shows the pages in five languages, without a message that lacks', async () => {
  for (const language of ['en', 'ru', 'kk', 'uk', 'ar']) {
    portal.signIn(clerk);
    for (const path of ['/counter', `/counter/visits/${id}`])
      expect(await get(path, language)).not.toContain('>counter.');
    portal.signIn(withDuty('Dina', 'counter.head'));
    expect(await get('/counter/day', language)).toContain('Marat');
  }
});

it('asks with what was typed, and says what lacks', async () => {
  const typed = { office: 'org-1', service: 'passport', number: '112-233-445 95', name: 'Aigerim', document: 'P 1' };
  const asked = await post('/counter', { ...typed, way: 'code', language: 'kk' });
  expect(asked).toMatchObject({ status: 303, to: `/counter/visits/${id}?notice=visit-asked-code` });
  expect(inputOf('counter.ask-consent')).toMatchObject({ number: '11223344595', language: 'kk', way: 'code' });
  const lacking = await post('/counter', { office: 'org-1' });
  for (const words of ['Choose the service.', 'Choose how the person consents.']) expect(lacking.html).toContain(words);
});

it('takes the code, and asks a paper for its scan and a reason', async () => {
  const { to } = await post(`/counter/visits/${id}`, { _do: 'code', code: '123456' });
  expect(to).toBe(`/counter/visits/${id}?notice=visit-opened`);
  answers['counter.get-visit'] = () => ({ ...visit, way: 'paper' });
  expect(await get(`/counter/visits/${id}`)).toContain(`/api/counter/visits/${id}/consent.pdf`);
  const { html } = await post(`/counter/visits/${id}`, { _do: 'paper', reason: 'no' });
  expect(html).toContain('Say in a sentence why no code was sent.');
});

it('says above every page for whom one acts, and ends it there', async () => {
  portal.signIn(acting);
  const html = await get('/services');
  expect(html).toContain('You act for Aigerim Visitor.');
  expect(html).toContain(`value="end ${id}"`);
  const { to } = await post('/counter', { _do: `end ${id}` });
  expect(to).toBe('/counter?notice=visit-ended');
  expect(inputOf('counter.end-visit')).toEqual({ id });
});

it('tells who has no duty here', async () => {
  portal.signIn(withDuty('Officer', 'labour.permit-officer'));
  expect(await get('/counter')).toContain('You have no duty at a counter.');
});

const refuseWith = (kind: string, code: string) => () => {
  throw new TestRefusal(kind, code);
};

it('says that name and number do not belong together, beside the name', async () => {
  answers['counter.ask-consent'] = () => {
    const error = { pointer: '/name', code: 'counter.person-not-matched', message: 'no' };
    throw new TestRefusal('invalid', 'counter.person-not-matched', 'no', [error]);
  };
  const typed = { office: 'org-1', service: 'passport', number: '11223344595', name: 'Olga', document: 'P 1' };
  const { html } = await post('/counter', { ...typed, way: 'code', language: 'en' });
  expect(html).toContain('Number and name do not belong together.');
  expect(html).toContain('id="f-name-error"');
});

it('shows the applications of this visit alone, and says in words what is shut', async () => {
  portal.signIn(acting);
  const html = await get('/cabinet/applications');
  expect(html).toContain('Only the application of this visit stands here.');
  expect(html).toContain(`href="/counter/visits/${id}"`);
  expect(html).not.toContain('href="/cabinet/inbox"');
  answers['notifications.list-inbox'] = refuseWith('forbidden', 'kernel.outside-visit');
  const shut = await fetch(`${portal.url}/cabinet/inbox`, { headers: { cookie: 'lang=en' } });
  expect(shut.status).toBe(403);
  expect(await shut.text()).toContain('You act for a visitor, for one application alone.');
});

it('finds the receipt of a visit under its code', async () => {
  portal.signIn(undefined);
  answers['cases.verify-output'] = refuseWith('missing', 'cases.output-unknown');
  const paper = { code: 'K7QM-2PXR', kind: 'receipt', title: text('Receipt of your application'), number: 'PA-1' };
  answers['counter.verify-paper'] = () => ({
    ...{ ...paper, office: text('Front office 1'), service: text('Passport'), madeAt: at, sha256: 'a'.repeat(64) },
  });
  const html = await get('/verify/K7QM-2PXR');
  for (const words of ['Receipt of your application', 'PA-1', 'Front office 1', 'Passport'])
    expect(html).toContain(words);
  answers['counter.verify-paper'] = refuseWith('missing', 'counter.paper-unknown');
  expect(await get('/verify/K7QM-2PXR')).not.toContain('Front office 1');
});
