// SPDX-License-Identifier: Apache-2.0
/** The exchange's pages: who may open them, what their forms send, how refusals come back. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { taskId } from './case-answers.ts';
import { companies, exchangeAnswers, keyId, rightId } from './exchange-answers.ts';
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { staffAnswers } from './staff-answers.ts';

const answers: Answers = {};
const operator = withDuty('Taras Bondar', 'platform.operator');
const engineer = withDuty('Ilyas Bekov', 'exchange.engineer');
const subsystem = `/operations/exchange/subsystem?id=${companies}`;
let portal: Harness;

beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
beforeEach(() => {
  for (const name of Object.keys(answers)) delete answers[name];
  Object.assign(answers, exchangeAnswers);
  portal.signIn(operator);
  portal.calls.length = 0;
});

const get = async (path: string) => {
  const answer = await fetch(portal.url + path, { redirect: 'manual' });
  return { status: answer.status, html: await answer.text() };
};
const post = async (path: string, fields: Record<string, string>) => {
  const init = { method: 'POST', headers: { origin: portal.url }, body: new URLSearchParams(fields) };
  const answer = await fetch(portal.url + path, { ...init, redirect: 'manual' });
  return { status: answer.status, to: answer.headers.get('location'), html: await answer.text() };
};
const inputs = (name: string) => portal.calls.filter((call) => call.name === name).map((call) => call.input);

it.each(['/operations/exchange', '/operations/traffic', subsystem, '/operations/exchange/messages'])(
  'keeps engineers off %s',
  async (path) => {
    portal.signIn(engineer);
    expect((await get(path)).status).toBe(403);
    // The header of every page asks for whom one may act, and no more.
    expect(portal.calls.map(({ name }) => name)).toEqual(['identity.list-own-powers']);
  },
);

it('lets an engineer change rights, but neither make tokens, nor offer services, nor revoke', async () => {
  portal.signIn(engineer);
  const { status, html } = await get(`/exchange/subsystem?id=${companies}`);
  expect(status).toBe(200);
  expect(html).toContain(`/exchange/rights/${rightId}`);
  for (const absent of ['value="enrol"', 'name="code"', '/revoke']) expect(html).not.toContain(absent);
  expect((await post(`/exchange/subsystem?id=${companies}`, { _do: 'enrol' })).status).toBe(404);
});

it('says what is wrong with a registration and registers what is right', async () => {
  const wrong = await post('/operations/exchange/register', { id: 'XM/GOV/1', 'name.en': '', 'memberName.en': 'M' });
  expect(wrong.status).toBe(422);
  for (const field of ['id', 'name.en']) expect(wrong.html).toContain(`href="#f-${field}"`);
  const known = await post('/operations/exchange/register', { id: companies, 'name.en': 'A', 'memberName.en': 'B' });
  expect([known.status, known.html.includes('registered already')]).toEqual([422, true]);
  expect(inputs('exchange.register-subsystem')).toEqual([]);
  const id = 'XM/GOV/1008/LICENCES';
  const fields = {
    id,
    'name.en': 'Licences',
    'name.ru': 'Лицензии',
    'memberName.en': 'Agency',
    organisationId: 'XM-A',
  };
  expect((await post('/operations/exchange/register', fields)).status).toBe(303);
  expect(inputs('exchange.register-subsystem')).toEqual([
    { id, name: { en: 'Licences', ru: 'Лицензии' }, memberName: { en: 'Agency' }, organisationId: 'XM-A' },
  ]);
});

it('shows a token once, and nowhere afterwards', async () => {
  const made = await post(subsystem, { _do: 'enrol' });
  expect([made.status, made.html.includes('Zm9yLXRlc3RzLW9ubHktMDE')]).toEqual([200, true]);
  expect((await get(subsystem)).html).not.toContain('Zm9yLXRlc3RzLW9ubHktMDE');
});

it('grants a right to the end of its last day; what is unknown comes back to its field', async () => {
  const right = { consumerId: 'XM/GOV/1001/LABOUR', target: `${companies}/companies`, purpose: 'Testing', method: '' };
  const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const granted = await post('/operations/exchange/grant', { ...right, pathPattern: '/*', until });
  expect(granted.to).toBe(`/operations/exchange/rights/${rightId}?notice=right-granted`);
  expect(inputs('exchange.grant-right')).toEqual([
    { ...right, method: '*', pathPattern: '/*', validUntil: `${until}T23:59:59.999Z` },
  ]);
  const wrong = await post('/operations/exchange/grant', {
    ...right,
    purpose: '',
    pathPattern: 'x',
    until: '2020-01-01',
  });
  for (const field of ['purpose', 'pathPattern', 'until']) expect(wrong.html).toContain(`href="#f-${field}"`);
  answers['exchange.grant-right'] = () => {
    throw new TestRefusal('missing', 'exchange.subsystem-unknown');
  };
  const unknown = await post('/operations/exchange/grant', { ...right, pathPattern: '/*' });
  expect([unknown.status, unknown.html.includes('href="#f-consumerId"')]).toEqual([422, true]);
});

it('takes a right back, or lets it end, and leaves the rest of it as it is', async () => {
  const path = `/operations/exchange/rights/${rightId}`;
  expect((await post(path, { _do: 'expire', until: 'tomorrow' })).status).toBe(422);
  const until = new Date().toISOString().slice(0, 10);
  expect((await post(path, { _do: 'expire', until })).status).toBe(303);
  expect(inputs('exchange.grant-right')).toEqual([
    {
      consumerId: 'XM/GOV/1001/LABOUR',
      target: `${companies}/companies`,
      method: 'GET',
      pathPattern: '/*',
      purpose: 'Deciding on an application of the company',
      purposes: [],
      validUntil: `${until}T23:59:59.999Z`,
    },
  ]);
  expect(inputs('exchange.withdraw-right')).toEqual([]);
  expect((await post(path, { _do: 'withdraw' })).to).toContain('notice=right-withdrawn');
  expect(inputs('exchange.withdraw-right')).toEqual([{ id: rightId }]);
});

it('revokes only after it has asked once more', async () => {
  const { html } = await get(`/operations/exchange/revoke?id=${companies}`);
  expect(html).toContain('1 certificate ends within a minute');
  expect(inputs('exchange.revoke-certificates')).toEqual([]);
  await post(`/operations/exchange/revoke?id=${companies}`, {});
  expect(inputs('exchange.revoke-certificates')).toEqual([{ subsystemId: companies }]);
});

it('revokes one certificate for a reason, only after it has asked once more', async () => {
  const list = await get('/operations/exchange/certificates?show=all');
  expect(list.html).toContain(`certificates/revoke?key=${keyId}`);
  for (const words of ['Key compromised', 'Renewed from', 'The exchange itself', 'Expired'])
    expect(list.html).toContain(words);
  const path = `/operations/exchange/certificates/revoke?key=${keyId}`;
  await get(path);
  for (const reason of ['', 'certificateHold', 'constructor']) {
    const { status, html } = await post(path, { reason });
    expect([status, html.includes('href="#f-reason"')], reason).toEqual([422, true]);
  }
  expect(inputs('exchange.revoke-certificate')).toEqual([]);
  expect((await post(path, { reason: 'keyCompromise' })).to).toContain('notice=certificate-revoked');
  expect(inputs('exchange.revoke-certificate')).toEqual([{ keyId, reason: 'keyCompromise' }]);
  expect((await get('/operations/exchange/certificates/revoke?key=x')).status).toBe(404);
  answers['exchange.list-certificates'] = () => ({ items: [] });
  expect((await get(path)).status).toBe(404);
  expect((await post(path, { reason: 'keyCompromise' })).status).toBe(404);
});

it('replays one event, or all of a subscription, only after it has asked once more', async () => {
  const one = `?subscription=${rightId}&event=${taskId}`;
  const all = `?subscription=${rightId}`;
  for (const [who, base] of [
    [operator, '/operations/exchange'],
    [engineer, '/exchange'],
  ] as const) {
    portal.calls.length = 0;
    portal.signIn(who);
    const { html } = await get(`${base}/events`);
    for (const query of [one, all]) expect(html).toContain(`${base}/events/replay${query.replace('&', '&amp;')}`);
    await get(`${base}/events/replay${all}`);
    expect([...inputs('exchange.replay-event'), ...inputs('exchange.replay-events')]).toEqual([]);
    expect((await post(`${base}/events/replay${one}`, {})).to).toBe(`${base}/events?notice=events-replayed`);
    expect((await post(`${base}/events/replay${all}`, {})).to).toBe(`${base}/events?notice=events-replayed`);
    expect(inputs('exchange.replay-event')).toEqual([{ subscriptionId: rightId, eventId: taskId }]);
    expect(inputs('exchange.replay-events')).toEqual([{ subscriptionId: rightId }]);
    for (const odd of ['', '?subscription=x', `${all}&event=x`])
      expect((await get(`${base}/events/replay${odd}`)).status, odd).toBe(404);
  }
  expect((await get('/operations/exchange/events')).status).toBe(403);
});

it('lets auditors take the evidence of a message, with and without what was said, and operators not', async () => {
  answers['exchange.prove-entry'] = staffAnswers['exchange.prove-entry'] as Answers[string];
  const path = '/operations/exchange/message?id=m-1';
  expect((await get(path)).html).not.toContain('/api/exchange/evidence/');
  portal.signIn(withDuty('Elena Petrova', 'audit.auditor'));
  const { html } = await get(path);
  for (const href of [
    `/api/exchange/evidence/${taskId}/file"`,
    `/api/exchange/evidence/${taskId}/file?withBodies=false"`,
  ])
    expect(html).toContain(href);
  answers['exchange.prove-entry'] = () => ({
    ...(staffAnswers['exchange.prove-entry'] as () => object)(),
    verified: false,
  });
  expect((await get(path)).html).not.toContain('/api/exchange/evidence/');
  expect((await get('/operations/exchange/messages')).status).toBe(403);
});

it('searches by what was typed, and does not ask for what cannot be', async () => {
  const query = new URLSearchParams({
    messageId: 'm-1',
    clientId: companies,
    outcome: 'refused',
    from: '2026-11-20T05:00',
    sort: 'oldest',
    cursor: 'x',
  });
  await get(`/operations/exchange/messages?${query}`);
  expect(inputs('exchange.search-messages')).toEqual([
    { messageId: 'm-1', clientId: companies, outcome: 'refused', from: '2026-11-20T05:00:00.000Z', oldestFirst: true },
  ]);
  const { html } = await get('/operations/exchange/messages?providerId=nobody&outcome=odd&until=never');
  expect(html).toContain('Write an identifier of four parts');
  expect(inputs('exchange.search-messages')).toHaveLength(1);
});

it('shows each page empty, too', async () => {
  answers['exchange.get-overview'] = () => ({ subsystems: [], traffic: [] });
  answers['exchange.list-rights'] = () => ({ items: [] });
  answers['exchange.list-valid-certificates'] = () => ({ items: [] });
  answers['exchange.list-incidents'] = () => ({ refusals: [], sessions: [], away: [], eventDeadLetters: 0 });
  answers['exchange.list-event-types'] = () => ({ items: [] });
  answers['exchange.list-event-subscriptions'] = () => ({ items: [] });
  answers['exchange.list-event-dead-letters'] = () => ({ items: [] });
  answers['exchange.list-dead-letters'] = () => ({ items: [] });
  answers['exchange.search-messages'] = () => ({ items: [] });
  const at = '2026-11-20T05:30:00Z';
  answers['exchange.get-traffic'] = () => ({
    from: at,
    until: at,
    calls: 0,
    refused: 0,
    failed: 0,
    edges: [],
    targets: [],
  });
  for (const [path, words] of [
    ['/operations/exchange', 'No subsystem is registered'],
    ['/operations/exchange/rights', 'No right was granted'],
    ['/operations/exchange/grant', 'Nothing is offered'],
    ['/operations/exchange/certificates', 'No certificates'],
    ['/operations/exchange/incidents', 'Nothing went wrong'],
    ['/operations/exchange/messages', 'No such message'],
    ['/operations/exchange/events', 'No event is set aside'],
    ['/operations/exchange/events', 'Nobody subscribes'],
    ['/operations/exchange/events', 'No event type'],
    [`/operations/exchange/events/replay?subscription=${rightId}`, 'Nothing is set aside here any more'],
    ['/operations/traffic?span=constructor', 'No calls in this time'],
  ] as const)
    expect((await get(path)).html, path).toContain(words);
  expect((await get(`/operations/exchange/rights/${rightId}`)).status).toBe(404);
  portal.signIn(engineer);
  expect((await get('/exchange')).html).toContain('Your organisation has no subsystem here');
});

it('leads nowhere when the exchange is away', async () => {
  for (const name of Object.keys(answers)) delete answers[name];
  for (const path of ['/operations/exchange', '/operations/traffic', subsystem])
    expect((await get(path)).status, path).toBe(503);
});

const requests = '/operations/exchange/certificate-requests';

it('shows what waits for the authority, and hands over its answer or its rejection', async () => {
  expect((await get(requests)).html).toContain(`${requests}?id=${rightId}`);
  expect((await get(`${requests}?show=issued`)).status).toBe(200);
  expect(inputs('exchange.list-certificate-requests')).toEqual([
    { state: 'waiting', limit: 50 },
    { state: 'issued', limit: 50 },
  ]);
  const one = `${requests}?id=${rightId}`;
  expect((await get(one)).html).toContain('BEGIN CERTIFICATE REQUEST');
  const chain = '-----BEGIN CERTIFICATE-----';
  expect(await post(one, { chain })).toMatchObject({ status: 303, to: expect.stringContaining(requests) });
  expect(inputs('exchange.answer-certificate-request')).toEqual([{ id: rightId, chain }]);
  expect((await post(one, { _do: 'reject', reason: 'no contract' })).status).toBe(303);
  expect(inputs('exchange.reject-certificate-request')).toEqual([{ id: rightId, reason: 'no contract' }]);
});

it('says at the field what is wrong with the answer of an authority', async () => {
  const one = `${requests}?id=${rightId}`;
  for (const [fields, field] of [
    [{ chain: '' }, 'chain'],
    [{ _do: 'reject', reason: '' }, 'reason'],
  ] as const) {
    const { status, html } = await post(one, fields);
    expect([status, html.includes(`href="#f-${field}"`)]).toEqual([422, true]);
  }
  answers['exchange.answer-certificate-request'] = () => {
    throw new TestRefusal('invalid', 'exchange.certificate-key-differs', 'It is for another key.');
  };
  const { status, html } = await post(one, { chain: 'x' });
  expect([status, html.includes('href="#f-chain"')]).toEqual([422, true]);
});

it('knows no request by an id of another kind, and keeps engineers away from all of them', async () => {
  for (const id of ['x', taskId.replace('0192', '0193')]) expect((await get(`${requests}?id=${id}`)).status).toBe(404);
  portal.signIn(engineer);
  expect((await get(requests)).status).toBe(403);
});
