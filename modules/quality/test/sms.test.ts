// SPDX-License-Identifier: Apache-2.0
/** Invitations by SMS: a real hub, the real cabinet, and the message centre of the demo. */
import { readFileSync } from 'node:fs';
import { informationTypes, namedPeople, subsystems } from '@stoa/country-xm';
import { startSmsCentre } from '@stoa/demo';
import { connectorClient } from '@stoa/exchange/contract';
import { findContact } from '@stoa/identity/contract';
import { languages } from '@stoa/kernel/contract';
import { benchWith, eventually, patient } from '@stoa/kernel/testing';
import notifications from '@stoa/notifications';
import * as cabinetContract from '@stoa/notifications/contract';
import { assignTemplate, pickTemplate } from '@stoa/surveys/contract';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { qualityBench } from './fixture.ts';
import { startHub } from './hub.ts';

const { connect, serve, token } = await startHub();
const agency = await connect(subsystems.quality);
const portal = await connect(subsystems.platform);
await serve(informationTypes.notice, subsystems.platform, subsystems.quality);
await serve(informationTypes.noticeRead, subsystems.quality, subsystems.platform);

const centre = await startSmsCentre({ secret: 'sms-secret', receiptMs: 20 });
const b = await qualityBench({ STOA_QUALITY_CONNECTOR_URL: agency, STOA_QUALITY_CONNECTOR_TOKEN: token });
const cabinet = await benchWith(
  {
    ...{ STOA_PLATFORM_CONNECTOR_URL: portal, STOA_PLATFORM_CONNECTOR_TOKEN: token },
    STOA_SMS_PROVIDERS: JSON.stringify([
      { id: 'smpp', kind: 'smpp', url: centre.smppUrl, from: 'MERIDIA', keyed: true },
    ]),
  },
  notifications,
);
afterAll(() => centre.close());
cabinet.clock.follow();
cabinet.stub(findContact, async () => ({ known: true, language: 'ru' as const }));

const { worker, accountant } = namedPeople;
const operator = b.person({ duties: ['quality.intake-operator'] });
const designer = b.person({ duties: ['quality.methodologist'] });
const about = (id: string) => b.call(contract.getCard, { id }, operator);
const round = async () => {
  await b.tick();
  await cabinet.drain();
  cabinet.clock.advance({ seconds: 2 });
  await cabinet.drain();
  await b.tick();
};
const smsTo = async (number: string) =>
  (await (await fetch(`${centre.url}/messages?to=${encodeURIComponent(number)}`)).json()) as { text: string }[];

/** The demo country's own words, written by one and published by another. */
const contents = JSON.parse(
  readFileSync(new URL('../../../apps/server/src/demo/message-templates.json', import.meta.url), 'utf8'),
) as Record<string, cabinetContract.TemplateContent>;
const duties = ['notifications.operator'];
const [writer, publisher] = [cabinet.person({ name: 'Writer', duties }), cabinet.person({ name: 'Publisher', duties })];
async function publish(code: string, content: cabinetContract.TemplateContent | undefined) {
  if (!content) throw new Error(`the demo has no template ${code}`);
  const { digest } = await cabinet.call(cabinetContract.saveTemplate, { code, content }, writer);
  await cabinet.call(cabinetContract.publishTemplate, { code, digest }, publisher);
}

async function givePhone(person: ReturnType<typeof cabinet.person>, number: string) {
  await cabinet.call(cabinetContract.offerPhone, { phone: number }, person);
  let code = '';
  await eventually(async () => {
    code = /\d{6}/.exec((await smsTo(number))[0]?.text ?? '')?.[0] ?? '';
    expect(code).not.toBe('');
  });
  await cabinet.call(cabinetContract.confirmPhone, { code }, person);
}
const assign = async (sms: boolean) => {
  const { templateCode } = await b.call(pickTemplate, { organisationType: 'labour', level: 'country' });
  await b.call(assignTemplate, { organisationType: 'labour', templateCode, sms }, designer);
};
const invitationsTo = async (number: string) => (await smsTo(number)).filter(({ text }) => text.includes('/s/'));

test('an assignment lets the invitation go by SMS as well: a short address and nothing about anybody; its receipt is on the card', async () => {
  for (const code of ['quality.survey', 'quality.survey-of-child']) await publish(code, contents[code]);
  await assign(true);
  const me = cabinet.person({ snils: worker.snils });
  await givePhone(me, '+77271230011');
  const { id } = await b.submit();
  await round();
  await eventually(async () => expect(await invitationsTo('+77271230011')).toHaveLength(1), patient(30_000));
  const [sms] = await invitationsTo('+77271230011');
  const survey = /\/s\/([A-Za-z0-9_-]{22})$/.exec(sms?.text ?? '')?.[1] ?? '';
  expect(await b.call(contract.openSurvey, { token: survey })).toMatchObject({ state: 'ready', cardId: id });
  const { organisationName, inn } = await about(id);
  for (const fact of [worker.familyName, worker.givenName, worker.snils, organisationName, inn, id, 'Департамент'])
    expect(sms?.text).not.toContain(fact);
  expect(sms?.text).toMatch(/^Как вас обслужили\?/);
  await eventually(async () => {
    await round();
    expect(await about(id)).toMatchObject({
      ...{ state: 'NOTIFIED', link: { state: 'ISSUED' } },
      notice: { outcome: 'delivered', copy: { channel: 'sms', outcome: 'delivered' } },
    });
  }, patient(60_000));
  const inbox = await cabinet.call(cabinetContract.listInbox, {}, me);
  expect(inbox.items[0]).toMatchObject({ link: `/survey/${survey}` });
  expect(inbox.items[0]?.body.ru).toContain('Департамент труда');
  expect(inbox.items[0]?.body.en).not.toContain('((');
});

test('the words of the demo country stand in five languages, and what an SMS says is not personal', () => {
  for (const code of ['quality.survey', 'quality.survey-of-child']) {
    const { subject, body, short = {} } = contents[code] ?? {};
    for (const text of [subject, body, short]) expect(Object.keys(text ?? {}).sort()).toEqual([...languages].sort());
    expect(JSON.stringify(short)).not.toMatch(/\(\((organisation|served)\)\)/);
  }
});

test('who chose channels for surveys is told by these, whatever the assignment says', async () => {
  const me = cabinet.person({ snils: worker.snils });
  const before = (await invitationsTo('+77271230011')).length;
  const choose = (channels: ('sms' | 'email')[]) =>
    cabinet.call(cabinetContract.setPreferences, { choices: [{ matter: 'survey', channels }] }, me);
  await choose(['email']);
  const quiet = await b.submit();
  await round();
  expect(await about(quiet.id)).toMatchObject({ state: 'NOTIFIED' });
  await assign(false);
  await choose(['sms']);
  const { id } = await b.submit();
  await round();
  await eventually(async () => expect((await invitationsTo('+77271230011')).length).toBe(before + 1), patient(30_000));
  expect((await invitationsTo('+77271230011')).map(({ text }) => text).join()).toContain(
    (await cabinet.call(cabinetContract.listInbox, {}, me)).items[0]?.link?.replace('/survey/', '/s/') ?? 'no link',
  );
  expect(await about(id)).toMatchObject({ state: 'NOTIFIED' });
});

test('an SMS that does not arrive is told, and the card stays as the cabinet answered', async () => {
  await assign(true);
  const me = cabinet.person({ snils: accountant.snils });
  await givePhone(me, '+77271230000');
  const { id } = await b.submit({ snils: accountant.snils, birthOn: accountant.birthOn });
  await eventually(async () => {
    await round();
    expect(await about(id)).toMatchObject({
      state: 'NOTIFIED',
      notice: { outcome: 'delivered', copy: { channel: 'sms', outcome: 'failed' } },
    });
  }, patient(60_000));
});

test('a receipt that is quicker than the answer of the cabinet moves the card, once', async () => {
  const { id } = await b.submit();
  await b.tick();
  const [notice] = await b.sql<{ message_id: string }>('select message_id from quality.notice where card_id = $1', [
    id,
  ]);
  const tell = (outcome: string) =>
    connectorClient(portal, subsystems.platform, token).sendRequest({
      messageId: crypto.randomUUID(),
      type: informationTypes.noticeRead,
      content: { noticeId: notice?.message_id, channel: 'sms', outcome, at: new Date().toISOString() },
    });
  await tell('delivered');
  await tell('failed');
  await b.tick();
  expect(await about(id)).toMatchObject({
    state: 'NOTIFIED',
    notice: { outcome: 'delivered', copy: { outcome: 'delivered' } },
  });
  await round();
  const { state, history } = await about(id);
  expect(state).toBe('NOTIFIED');
  expect(history.filter((step) => step.state === 'NOTIFIED')).toHaveLength(1);
});

test('while no template is published, or its values lack, the words of the sender stand', async () => {
  const own = await benchWith({}, notifications);
  own.stub(findContact, async () => ({ known: true }));
  const personKey = own.personKey(worker.snils);
  const words = { subject: { en: 'Own words' }, body: { en: 'Own body' } };
  const notify = (key: string, more: object) =>
    own.call(cabinetContract.notify, { key, to: { personKey }, ...words, ...more }, { kind: 'service', id: 'quality' });
  await notify('unknown', { template: 'none.such' });
  const content = contents['quality.survey'];
  if (!content) throw new Error('the demo has no template');
  const { digest } = await own.call(cabinetContract.saveTemplate, { code: 'quality.survey', content }, writer);
  await own.call(cabinetContract.publishTemplate, { code: 'quality.survey', digest }, publisher);
  await notify('lacking', { template: 'quality.survey', personalisation: { served: 'today' } });
  const me = own.person({ snils: worker.snils });
  const { items } = await own.call(cabinetContract.listInbox, {}, me);
  expect(items).toMatchObject([words, words]);
});
