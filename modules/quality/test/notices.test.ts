// SPDX-License-Identifier: Apache-2.0
/** Invitations and questions to departments over a real hub: the agency's connector, the portal's, and a clinic's. */
import { randomUUID } from 'node:crypto';
import { informationTypes, localDate, namedPeople, subsystems } from '@stoa/country-xm';
import { startClinics } from '@stoa/demo';
import * as contract from '@stoa/exchange/contract';
import { findContact } from '@stoa/identity/contract';
import { benchWith, eventually, patient } from '@stoa/kernel/testing';
import notifications from '@stoa/notifications';
import { listInbox, markRead } from '@stoa/notifications/contract';
import { afterAll, expect, test } from 'vitest';
import * as own from '../src/contract.ts';
import { cardOfTheText, qualityBench, senderId } from './fixture.ts';
import { startHub } from './hub.ts';

const { hub, connect, serve, token, folder } = await startHub();
const system = { kind: 'system' } as const;
const name = { en: 'Test' };
const agency = await connect(subsystems.quality);
const portal = await connect(subsystems.platform);
const ministry = await connect(subsystems.clinics);
await serve(informationTypes.notice, subsystems.platform, subsystems.quality);
await serve(informationTypes.noticeRead, subsystems.quality, subsystems.platform);
await serve(informationTypes.clinicServices, subsystems.clinics, subsystems.quality);

const b = await qualityBench({ STOA_QUALITY_CONNECTOR_URL: agency, STOA_QUALITY_CONNECTOR_TOKEN: token });
const cabinet = await benchWith(
  { STOA_PLATFORM_CONNECTOR_URL: portal, STOA_PLATFORM_CONNECTOR_TOKEN: token },
  notifications,
);
const { worker, accountant } = namedPeople;
const knownTo = (...numbers: string[]) =>
  cabinet.stub(findContact, async ({ personKey }) => ({
    known: numbers.some((number) => cabinet.personKey(number) === personKey),
  }));
knownTo(worker.snils);
const operator = b.person({ duties: ['quality.intake-operator'] });
const about = (id: string) => b.call(own.getCard, { id }, operator);
const round = async () => {
  await b.tick();
  await cabinet.drain();
  cabinet.clock.advance({ seconds: 2 });
  await cabinet.drain();
  await b.tick();
};

test('link and notice go through the exchange into the cabinet, which answers that they were delivered, and later read', async () => {
  const { id } = await b.submit();
  await b.tick();
  expect(await about(id)).toMatchObject({ state: 'NOTIFY_QUEUED', notice: { tries: 0 } });
  await round();
  expect(await about(id)).toMatchObject({ state: 'NOTIFIED', notice: { outcome: 'delivered' } });
  const reader = cabinet.person({ snils: worker.snils });
  const inbox = await cabinet.call(listInbox, {}, reader);
  expect(inbox.items).toHaveLength(1);
  expect(Object.keys(inbox.items[0]?.body ?? {}).sort()).toEqual(['ar', 'en', 'kk', 'ru', 'uk']);
  const survey = inbox.items[0]?.link?.replace('/survey/', '') ?? '';
  expect((await b.call(own.openSurvey, { token: survey })).cardId).toBe(id);
  expect((await about(id)).notice?.readAt).toBeUndefined();
  await cabinet.call(markRead, { id: inbox.items[0]?.id ?? '' }, reader);
  await round();
  expect((await about(id)).notice?.readAt).toBeDefined();
  // Nothing went the direct way.
  expect(b.cabinet).toEqual([]);
});

test('who has no account is told of nowhere: the card is undeliverable, and sent once more when there is one', async () => {
  const { id } = await b.submit({ snils: accountant.snils, birthOn: accountant.birthOn });
  await round();
  expect(await about(id)).toMatchObject({
    state: 'UNDELIVERABLE',
    reasons: ['no-account'],
    link: { state: 'REVOKED' },
  });
  knownTo(worker.snils, accountant.snils);
  expect(await b.call(own.retryCard, { id }, operator)).toMatchObject({ state: 'NOTIFY_QUEUED' });
  await round();
  expect(await about(id)).toMatchObject({ state: 'NOTIFIED', link: { state: 'ISSUED' } });
  await expect(b.call(own.retryCard, { id }, operator)).rejects.toMatchObject({ code: 'quality.card-closed' });
});

test('while the cabinet is silent the card waits, is asked again, and ends undeliverable', async () => {
  const { id } = await b.submit({ snils: accountant.snils, birthOn: accountant.birthOn });
  await b.tick();
  for (let hours = 0; hours < 6; hours += 1) {
    expect((await about(id)).state).toBe('NOTIFY_QUEUED');
    await b.tick({ minutes: 61 });
    if ((await about(id)).state === 'UNDELIVERABLE') break;
    await b.tick({ minutes: 2 });
  }
  expect(await about(id)).toMatchObject({ state: 'UNDELIVERABLE', reasons: ['cabinet-silent'] });
  // The cabinet comes back: the attempts it finds are one message, and change nothing any more.
  await round();
  const inbox = await cabinet.call(listInbox, {}, cabinet.person({ snils: accountant.snils }));
  expect(inbox.items).toHaveLength(2);
  expect((await about(id)).state).toBe('UNDELIVERABLE');
});

test('a department is asked day by day and page by page; what it pushed before is the same card', async () => {
  const clinics = await startClinics({
    ...{ connectorUrl: ministry, connectorToken: token, dataDir: await folder() },
    ...{ answerDelayMs: 0, pollMs: 20, visitsPerDay: 10 },
  });
  afterAll(() => clinics.close());
  // Of the real clock, by which the department knows what is past: that of the tests may be a day ahead by now.
  const since = new Date(Date.parse(localDate(new Date())) - 2 * 86_400_000).toISOString().slice(0, 10);
  const source = {
    ...{ id: subsystems.clinics, informationType: informationTypes.clinicServices, name, everyMinutes: 60 },
    ...{ since, active: true },
  };
  await b.call(own.setSource, source, operator);
  const state = async () => (await b.call(own.listSources, {}, operator)).items[0];
  await eventually(async () => {
    await b.tick();
    expect((await state())?.periods[0]?.doneAt).toBeDefined();
  }, patient(60_000));
  const count = async () => (await b.sql('select 1 from quality.card where sender_id = $1', [source.id])).length;
  const first = await count();
  expect(first).toBeGreaterThan(200);
  expect(await state()).toMatchObject({ gaps: [], periods: [{ taken: first, refused: 0 }], knownUntil: b.today() });
  // The same record by the other way.
  const [row] = await b.sql<{ record_id: string }>(
    `select record_id from quality.card where sender_id = $1 and record_id like '%-0' order by record_id limit 1`,
    [source.id],
  );
  const [visit] = await records(since);
  if (!visit) throw new Error('the department answers a visit');
  expect(visit.recordId).toBe(row?.record_id);
  await b.call(own.submitCard, { senderId: source.id, ...visit }, { kind: 'service', id: 'cases' });
  await b.call(own.askAgain, { sourceId: source.id, from: since, to: since }, operator);
  await eventually(async () => {
    await b.tick();
    expect((await state())?.periods[0]?.doneAt).toBeDefined();
  }, patient(60_000));
  expect(await count()).toBe(first);
  const { items } = await b.call(own.coverage, { from: since, to: b.today() }, operator);
  expect(items.filter(({ low }) => low).length).toBeGreaterThan(0);
  expect(items[0]).toMatchObject({ reported: 30, low: true });
  expect(items.at(-1)?.low).toBe(false);
  await b.tick({ seconds: 3601 });
  type Row = { rendered: number; card: number };
  const known = await b.sql<Row>('select rendered::int, card::int from analytics.funnel where rendered is not null');
  expect(known.length).toBeGreaterThan(0);
  expect(known.some(({ rendered, card }) => card < 0.8 * rendered)).toBe(true);
});

/** What the department answers for a day. */
async function records(day: string) {
  const { visits } = await import('../../../demo/src/clinics.ts');
  const { content } = visits({ from: day, to: day, limit: 1 }, day, 10);
  return (content as { records: own.RenderedServiceCard[] }).records;
}

test('a flood from one sender keeps nobody else waiting', async () => {
  await serve(informationTypes.renderedService, subsystems.quality, subsystems.clinics);
  await hub.call(
    contract.grantRight,
    { consumerId: subsystems.platform, target: informationTypes.renderedService, purpose: 'Measuring' },
    system,
  );
  const flood = contract.connectorClient(ministry, subsystems.clinics, token);
  const other = contract.connectorClient(portal, subsystems.platform, token);
  const message = () => ({
    messageId: randomUUID(),
    type: informationTypes.renderedService,
    content: cardOfTheText({ renderedOn: b.today() }),
  });
  for (let sent = 0; sent < 500; sent += 100) await flood.sendRequests(Array.from({ length: 100 }, message));
  const { messageId } = message();
  await other.sendRequest({ ...message(), messageId });
  const [before] = await b.sql<{ count: string }>('select count(*) from quality.card where sender_id = $1', [senderId]);
  expect(before).toBeDefined();
  b.clock.advance({ seconds: 2 });
  await b.drain();
  expect((await b.call(own.countCards, {}, operator)).arriving).toBeGreaterThan(0);
  expect(await b.stateOf(messageId)).toMatchObject({ state: expect.stringMatching(/NOTIFY_QUEUED|MATCHED/) });
});

test.each([
  ['of which nobody has heard', { sourceId: 'XM/GOV/9/NONE' }, 'quality.source-unknown'],
  ['about days to come', { to: '2099-01-01' }, 'quality.period-impossible'],
])('a question to a department %s is refused', async (_name, changes, code) => {
  const again = { sourceId: subsystems.clinics, from: b.today(), to: b.today(), ...changes };
  await expect(b.call(own.askAgain, again, operator)).rejects.toMatchObject({ code });
});
