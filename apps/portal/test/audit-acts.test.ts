// SPDX-License-Identifier: Apache-2.0
/** The auditor's desk: acts of every module as one list, a sample over all of them, and the file to take along. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';

const id = (place: number) => `0197${String(place).padStart(4, '0')}-0000-7000-8000-000000000001`;
const actOf = (module: string, place: number, more: object = {}) => ({
  ...{ entryId: id(place), module, at: '2031-03-05T09:00:00.000Z', action: `${module}.thing-read` },
  ...{ actorKind: 'person', actorId: 'a-1', actorName: 'Olga <b>Officer</b>', objectType: 'thing', objectId: 't-1' },
  ...{ subject: 'pk-0123456789abcdef', purpose: 'Deciding', ...more },
});
const proof = {
  entryId: id(1),
  kind: 'audit',
  at: '2031-03-05T09:00:00.000Z',
  record: '{}',
  timestamped: false,
  verified: true,
};
const answers: Answers = {};
const usual: Answers = {
  'cases.list-audit': () => ({ items: [actOf('cases', 4), actOf('cases', 2)] }),
  'payments.list-audit': () => ({ items: [actOf('payments', 3)], nextCursor: id(3) }),
  'cases.sample-audit': () => ({ population: 40, items: [{ ...actOf('cases', 2), draw: 'bb' }] }),
  'payments.sample-audit': () => ({ population: 2, items: [{ ...actOf('payments', 3), draw: 'aa' }] }),
  'cases.prove-entry': () => proof,
  'payments.prove-entry': () => proof,
};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
beforeEach(() => {
  Object.assign(answers, usual);
  portal.calls.length = 0;
  portal.signIn(withDuty('Elena Petrova', 'audit.auditor'));
});
const page = async (path: string, status = 200) => {
  const answer = await fetch(portal.url + path);
  expect(answer.status, path).toBe(status);
  return (await answer.text()).replaceAll('&amp;', '&');
};
const asked = (name: string) => portal.calls.filter((one) => one.name === name).map(({ input }) => input);

it('puts the acts of all modules into one order, and goes on where the page ends', async () => {
  const html = await page('/audit/acts?from=2031-03-01&to=2031-03-31&actor=Olga');
  const order = [...html.matchAll(/<code>(\w+)\.thing-read<\/code>/g)].map(([, module]) => module);
  expect(order).toEqual(['cases', 'payments', 'cases']);
  expect(asked('payments.list-audit')).toEqual([{ from: '2031-03-01', to: '2031-03-31', actor: 'Olga', limit: 50 }]);
  expect(html).toContain(`cursor=${id(2)}`);
  expect(html).toContain('subject=pk-0123456789abcdef&from=2031-03-01');
  expect(html).not.toContain('<b>Officer');
});

it('asks one module where one is named, the last seven days where none are, and nothing that is not known', async () => {
  await page('/audit/acts?module=payments&from=yesterday&cursor=x&object=%20');
  expect(asked('cases.list-audit')).toEqual([]);
  const [{ from, to, ...rest } = {}] = asked('payments.list-audit') as { from: string; to: string }[];
  expect([(Date.parse(to ?? '') - Date.parse(from ?? '')) / 86_400_000, rest]).toEqual([6, { limit: 50 }]);
  await page('/audit/acts?module=nothing');
  expect(asked('cases.list-audit')).toHaveLength(1);
});

it('names modules that are away, and says what is wrong with a period', async () => {
  delete answers['payments.list-audit'];
  expect(await page('/audit/acts')).toContain('are missing here: payments');
  answers['cases.list-audit'] = () => {
    throw new TestRefusal('invalid', 'kernel.period-wrong');
  };
  expect(await page('/audit/acts?from=2020-01-01')).toContain('at most 92 days');
});

it('draws one sample over all modules, first by draw, once there is a word', async () => {
  expect(await page('/audit/sample?size=5')).toContain('Give a word and a size');
  expect(asked('cases.sample-audit')).toEqual([]);
  const html = await page('/audit/sample?seed=spring&size=1&from=2031-03-01&to=2031-03-31');
  expect(html).toContain('1 of 42 acts');
  expect([...html.matchAll(/<code>(\w+)\.thing-read<\/code>/g)].map(([, module]) => module)).toEqual(['payments']);
  await page('/audit/sample?seed=spring&size=9999');
  expect(asked('cases.sample-audit').at(-1)).toMatchObject({ seed: 'spring', size: 200 });
  for (const size of ['0', '-1', '1.5', 'x'])
    expect(await page(`/audit/sample?seed=spring&size=${size}`)).toContain('Give a word and a size');
});

it('hands out the same acts with a proof of each, as a file', async () => {
  const answer = await fetch(`${portal.url}/audit/parcel.json?seed=spring&size=2&from=2031-03-01&to=2031-03-31`);
  expect(answer.headers.get('content-disposition')).toContain('audit-parcel.json');
  const parcel = (await answer.json()) as { asked: object; acts: { module: string; proof: object }[]; away: string[] };
  expect(parcel.asked).toMatchObject({
    ...{ madeBy: 'Elena Petrova', population: 42, sample: { seed: 'spring', size: 2 } },
    period: { from: '2031-03-01', to: '2031-03-31' },
  });
  expect(parcel.acts.map((act) => [act.module, act.proof])).toEqual([
    ['payments', proof],
    ['cases', proof],
  ]);
});

it('is closed to everybody else, and leads who is nobody to the sign-in', async () => {
  portal.signIn(withDuty('Olga', 'platform.operator'));
  for (const path of ['/audit/acts', '/audit/sample']) await page(path, 403);
  for (const name of ['cases.list-audit', 'payments.list-audit'])
    answers[name] = () => {
      throw new TestRefusal('forbidden', 'kernel.not-permitted');
    };
  const refused = await fetch(`${portal.url}/audit/parcel.json`, { redirect: 'manual' });
  expect([refused.status, refused.headers.get('location')]).toEqual([303, '/audit/acts']);
  portal.signIn(undefined);
  const nobody = await fetch(`${portal.url}/audit/parcel.json`, { redirect: 'manual' });
  expect(nobody.headers.get('location')).toContain('/sign-in');
});
