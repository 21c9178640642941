// SPDX-License-Identifier: Apache-2.0
/** Pages of a blind survey: a form that carries its own seed, a receipt that is shown once, and a look whether it was counted. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { documents } from './answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal } from './harness.ts';
import { organisationsAnswers } from './organisations-answers.ts';
import { qualityAnswers, ready } from './quality-answers.ts';

const answers: Answers = {};
let portal: Harness;
const templateVersionId = ready.questionnaire?.id ?? '';
const receipt = 'A1B2C3D4E5F6A7B8C9D0E1F2';

beforeAll(async () => {
  portal = await startHarness(answers, documents);
});
afterAll(() => portal.close());
beforeEach(() => {
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, qualityAnswers, organisationsAnswers, {
    'quality.open-survey': () => ({ ...ready, blind: true }),
    'quality.start-survey': () => ({ ...ready, blind: true, started: true }),
    'quality.take-ballot': () => ({ templateVersionId, regionCode: 'XM-01', sector: 'labour', seal: 'A'.repeat(43) }),
    'surveys.get-template-version': () => ready.questionnaire,
    'surveys.cast-ballot': () => ({ receipt }),
  });
  portal.signIn(citizen);
  portal.calls.length = 0;
});
const post = async (path: string, fields: Record<string, string>) => {
  const body = new URLSearchParams(fields);
  const answer = await fetch(portal.url + path, { method: 'POST', headers: { origin: portal.url }, body });
  return { status: answer.status, html: await answer.text() };
};
const called = (name: string) => portal.calls.filter((call) => call.name === name);
const keyOf = (html: string) => /name="_key" value="([^"]+)"/.exec(html)?.[1] ?? '';
const seedOf = (html: string) => /name="seed" value="([A-Za-z0-9_-]{22})"/.exec(html)?.[1] ?? '';
const begin = async () => (await post('/survey/token', { _key: keyOf(await first()) })).html;
const first = async () => (await fetch(`${portal.url}/survey/token`)).text();

it('asks no free words of a blind survey and keeps nothing half-filled', async () => {
  const html = await begin();
  expect(seedOf(html)).not.toBe('');
  expect(seedOf(await begin())).not.toBe(seedOf(html));
  expect(html).not.toContain('<textarea');
  expect(html).not.toContain('value="keep"');
});

it('casts the answers with the seed of the form, and shows the receipt this once', async () => {
  const html = await begin();
  const fields = { _key: keyOf(html), _do: 'answer', seed: seedOf(html), overall: '4', speed: '5' };
  const answer = await post('/survey/token', fields);
  expect(answer.status).toBe(200);
  expect(answer.html).toContain('A1B2-C3D4-E5F6-A7B8-C9D0-E1F2');
  const [ballot, cast] = [called('quality.take-ballot')[0], called('surveys.cast-ballot')[0]];
  expect(ballot?.input).toEqual({ token: 'token', seed: fields.seed });
  expect(cast?.input).toMatchObject({ seed: fields.seed, answers: { overall: 4, speed: 5 } });
  expect(Object.keys(cast?.input ?? {})).not.toContain('token');
  // A key would be kept with who sent it and when.
  expect([ballot?.idempotencyKey, cast?.idempotencyKey]).toEqual([undefined, undefined]);
  expect(called('quality.submit-answers')).toEqual([]);
  answers['quality.open-survey'] = () => ({ state: 'used', started: true, answeredAt: '2026-11-20T05:30:00Z' });
  expect(await first()).not.toContain('A1B2');
});

it('keeps the seed while answers are missing, and sends again what was interrupted', async () => {
  const html = await begin();
  const fields = { _key: keyOf(html), _do: 'answer', seed: seedOf(html), overall: '4' };
  const again = await post('/survey/token', fields);
  expect(again.status).toBe(422);
  expect(seedOf(again.html)).toBe(fields.seed);
  answers['surveys.cast-ballot'] = () => {
    throw new TestRefusal('unavailable', 'kernel.module-away');
  };
  const whole = { ...fields, _key: keyOf(again.html), speed: '5' };
  answers['quality.take-ballot'] = () => {
    // From here on the link is used.
    answers['quality.open-survey'] = () => ({ state: 'used', started: true, answeredAt: '2026-11-20T05:30:00Z' });
    return { templateVersionId, regionCode: 'XM-01', sector: 'labour', seal: 'A'.repeat(43) };
  };
  const failed = await post('/survey/token', whole);
  expect(failed.status).toBeGreaterThanOrEqual(400);
  expect(seedOf(failed.html)).toBe(fields.seed);
  answers['surveys.cast-ballot'] = () => ({ receipt });
  expect((await post('/survey/token', { ...whole, _key: keyOf(failed.html) })).html).toContain('A1B2-C3D4');
  expect(called('surveys.cast-ballot').at(-1)?.input).toMatchObject({ answers: { overall: 4, speed: 5 } });
});

it('tells by the receipt whether an answer was counted, without putting it into an address', async () => {
  const path = '/survey-receipt';
  const key = async () => keyOf(await (await fetch(portal.url + path)).text());
  expect((await post(path, { _key: await key(), receipt: '' })).status).toBe(422);
  for (const [state, words] of [
    ['counted', 'The answer was counted.'],
    ['waiting', 'waits until enough others'],
    ['unknown', 'No answer has this receipt.'],
  ] as const) {
    answers['surveys.find-receipt'] = () => ({
      state,
      ...(state === 'counted' && { regionCode: 'XM-01', sector: 'labour', month: '2026-11' }),
    });
    const { status, html } = await post(path, { _key: await key(), receipt });
    expect([status, html.includes(words)]).toEqual([200, true]);
  }
  expect(called('surveys.find-receipt').every(({ idempotencyKey }) => idempotencyKey === undefined)).toBe(true);
});
