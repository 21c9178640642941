// SPDX-License-Identifier: Apache-2.0
import { signBody } from '@stoa/demo';
import { linkToken } from '@stoa/kernel';
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { news, permit, world } from './world.ts';

const w = await world();
const { b, writer, ann, annKey, cases } = w;
await w.publish('permit.issued', permit);
await w.publish('news.month', news);
const values = { name: 'Ann', number: '9' };
let count = 0;
async function notify(template: string) {
  count += 1;
  const { id } = await b.call(
    contract.notifyFromTemplate,
    { key: `s${count}`, to: { personKey: annKey }, template, personalisation: values },
    cases,
  );
  await b.drain();
  return id;
}
type Row = { id: string; channel: string; state: string; reason: string | null; provider: string | null };
const deliveriesOf = (id: string) =>
  b.sql<Row>('select id, channel, state, reason, provider from delivery where message_id = $1 order by id', [id]);
const prefer = (
  more: object,
  choices: { matter: 'case' | 'news' | 'reminder'; channels: ('push' | 'email' | 'sms' | 'letter')[] }[] = [],
) => b.call(contract.setPreferences, { choices, ...more }, ann);

test('a telephone number counts once it is proven by a code', async () => {
  await expect(b.call(contract.offerPhone, { phone: '0727 123' }, ann)).rejects.toMatchObject({
    code: 'notifications.phone-wrong',
  });
  await w.givePhone('+77271234567');
  expect(await b.call(contract.getPreferences, {}, ann)).toMatchObject({
    phone: '+77…567',
    phoneWaits: false,
    email: 'ann@example.org',
  });
  await expect(b.call(contract.confirmPhone, { code: '000000' }, ann)).rejects.toMatchObject({
    code: 'notifications.code-wrong',
  });
});

test('an SMS goes by SMPP without personal data, and its receipt makes it delivered', async () => {
  await prefer({}, [{ matter: 'case', channels: ['sms'] }]);
  const id = await notify('permit.issued');
  await eventually(async () =>
    expect(await deliveriesOf(id)).toMatchObject([{ channel: 'sms', state: 'delivered', provider: 'smpp' }]),
  );
  const [sms] = await w.smsTo('+77271234567');
  expect(sms).toMatchObject({ by: 'smpp', text: 'Permit 9 is ready. See your cabinet.' });
  const { items } = await b.call(
    contract.listDeliveries,
    { channel: 'sms', state: 'delivered', search: '+77271234567' },
    writer,
  );
  const way = (await b.call(contract.getDelivery, { id: items[0]?.id ?? '' }, writer)).way.map(({ state }) => state);
  expect(way).toEqual(['queued', 'sent', 'delivered']);
  expect(JSON.stringify(items)).not.toMatch(/7727|Ann/);
});

test('while the first centre is full or broken, the second takes over; nobody is told twice', async () => {
  w.centre.refuseWith(0x08);
  const before = (await w.smsTo('+77271234567')).length;
  const id = await notify('permit.issued');
  await eventually(async () =>
    expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered', provider: 'gateway' }]),
  );
  expect((await w.smsTo('+77271234567')).length).toBe(before + 1);
  const { items } = await b.call(contract.listProviders, {}, writer);
  expect(items.find(({ id: one }) => one === 'smpp')).toMatchObject({ state: 'away', lastError: 'smpp-0x08' });
  w.centre.refuseWith(0);
});

test('what fails for good goes on by the next channel, and by e-mail at last', async () => {
  await b.call(contract.pauseProvider, { id: 'gateway', paused: true }, writer);
  await b.call(contract.pauseProvider, { id: 'smpp', paused: false }, writer);
  await w.givePhone('+77271234000');
  const id = await notify('permit.issued');
  await eventually(async () => {
    await b.drain();
    expect(await deliveriesOf(id)).toMatchObject([
      { channel: 'sms', state: 'failed-permanent', reason: 'undeliv 000' },
      { channel: 'email', state: 'sent' },
    ]);
  });
  await b.call(contract.pauseProvider, { id: 'gateway', paused: false }, writer);
  await expect(b.call(contract.pauseProvider, { id: 'none', paused: true }, writer)).rejects.toMatchObject({
    code: 'notifications.provider-unknown',
  });
});

const dsn = (to: string, status: string, action = 'failed') =>
  Buffer.from(
    [
      ...[
        'From: mailer-daemon@example.org',
        `To: <${to}>`,
        'Subject: failed',
        'MIME-Version: 1.0',
        'Auto-Submitted: auto-replied',
      ],
      ...[
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'No.',
      ],
      ...['--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example.org', ''],
      ...['Final-Recipient: rfc822; ann@example.org', `Action: ${action}`, `Status: ${status}`, '', '--b--', ''],
    ].join('\r\n'),
  ).toString('base64');

test('a bounce is known by its way back, counts once, and ends writing there until somebody lifts it', async () => {
  await prefer({}, []);
  const id = await notify('permit.issued');
  await eventually(async () => expect(await deliveriesOf(id)).toMatchObject([{ channel: 'email', state: 'sent' }]));
  const [mail] = await w.mailsTo('ann@example.org');
  const take = (message: string) => b.call(contract.takeBounce, { message }, writer);
  expect(await take(dsn('bounces+00112233445566778899aabbccddeeff0011223344556677@stoa.example', '5.1.1'))).toEqual({
    outcome: 'not-ours',
  });
  expect(await take(dsn(mail?.from ?? '', '4.2.2', 'delayed'))).toEqual({ outcome: 'known' });
  expect(await take(Buffer.from(`To: ${mail?.from}\r\n\r\nno report`).toString('base64'))).toEqual({
    outcome: 'unreadable',
  });
  expect(await take(dsn(mail?.from ?? '', '5.1.1'))).toEqual({ outcome: 'taken' });
  expect(await take(dsn(mail?.from ?? '', '5.1.1'))).toEqual({ outcome: 'known' });
  expect((await b.call(contract.listInbox, {}, ann)).items[0]).toMatchObject({ email: 'failed' });
  const { items } = await b.call(contract.listSuppressions, { search: 'Ann@example.org' }, writer);
  expect(items).toMatchObject([{ channel: 'email', reason: 'bounced', detail: '5.1.1' }]);
  // What is one's duty to know goes by another channel now.
  expect((await deliveriesOf(await notify('permit.issued'))).map(({ channel }) => channel)).toEqual(['sms']);
  const lift = { id: items[0]?.id ?? '', reason: 'The mailbox is there again' };
  await b.call(contract.liftSuppression, lift, writer);
  await expect(b.call(contract.liftSuppression, lift, writer)).rejects.toMatchObject({
    code: 'notifications.suppression-unknown',
  });
  expect((await deliveriesOf(await notify('permit.issued'))).map(({ channel }) => channel)).toEqual(['email']);
});

test('one click ends a kind of message, not what is one’s duty to know', async () => {
  const id = await notify('news.month');
  await eventually(async () => expect(await deliveriesOf(id)).toMatchObject([{ state: 'sent' }]));
  const [delivery] = await deliveriesOf(id);
  const token = linkToken(b.module, 'unsubscribe', delivery?.id ?? '');
  const [mail] = await w.mailsTo('ann@example.org');
  expect(mail?.text).toContain(`/unsubscribe/${token}`);
  const click = (of: string) =>
    fetch(`${b.platform.url}/api/notifications/unsubscribe/${of}`, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
  expect((await click(token)).status).toBe(200);
  expect(await deliveriesOf(await notify('news.month'))).toEqual([]);
  expect(await deliveriesOf(await notify('permit.issued'))).toHaveLength(1);
  await expect(b.call(contract.unsubscribe, { token: 'x' })).rejects.toMatchObject({
    code: 'notifications.link-unknown',
  });
});

test('quiet hours hold back what is not urgent; a daily e-mail gathers it', async () => {
  await expect(prefer({ quietFrom: '22:00' })).rejects.toMatchObject({ code: 'notifications.quiet-hours-halved' });
  await expect(prefer({ zone: 'Mars/Base' })).rejects.toMatchObject({ code: 'notifications.zone-unknown' });
  const at = (minutes: number) => new Date(b.clock.now().getTime() + minutes * 60_000).toISOString().slice(11, 16);
  await prefer({ zone: 'UTC', quietFrom: at(-5), quietUntil: at(60) });
  const [held] = await deliveriesOf(await notify('permit.issued'));
  expect(held).toMatchObject({ state: 'queued' });
  await prefer({ zone: 'UTC', digestAt: at(30) });
  const id = await notify('permit.issued');
  await notify('permit.issued');
  expect(await deliveriesOf(id)).toEqual([]);
  b.clock.advance({ minutes: 31 });
  await b.drain();
  await eventually(async () =>
    expect((await w.mailsTo('ann@example.org'))[0]).toMatchObject({
      subject: 'Your messages of the day: 2',
      text: expect.stringContaining('• Permit 9\n• Permit 9'),
    }),
  );
  await prefer({});
});

test('receipts of the gateway are signed, come in any order and as often as they like', async () => {
  const post = async (body: string, secret = 'sms-secret') =>
    (
      await fetch(`${b.platform.url}/api/notifications/receipts/gateway`, {
        method: 'POST',
        headers: { 'gateway-signature': signBody(secret, body, b.clock.now()) },
        body,
      })
    ).json();
  const word = (state: string) => JSON.stringify({ id: 'ref-1', state });
  expect(await post(word('delivered'), 'wrong')).toMatchObject({ code: 'notifications.receipt-unsigned' });
  expect(await post('{}')).toMatchObject({ code: 'notifications.receipt-unreadable' });
  // Quicker than the note that it was handed over: kept until then.
  await post(word('delivered'));
  expect(await b.sql(`select state from early_receipt where provider_ref = 'ref-1'`)).toEqual([{ state: 'delivered' }]);
  const [any] = await b.sql<{ id: string }>(
    `select id from delivery where channel = 'sms' and state = 'delivered' limit 1`,
  );
  await b.sql(`update delivery set provider = 'gateway', provider_ref = 'ref-2' where id = $1`, [any?.id]);
  await post(JSON.stringify({ id: 'ref-2', state: 'undeliverable' }));
  expect(await b.sql('select state from delivery where id = $1', [any?.id])).toEqual([{ state: 'delivered' }]);
});

test('what a process took and never settled is given to the same provider again, under the same key', async () => {
  await prefer({}, [{ matter: 'case', channels: ['sms'] }]);
  await w.givePhone('+77271234568');
  const id = await notify('permit.issued');
  await eventually(async () => expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered' }]));
  const told = (await w.smsTo('+77271234568')).length;
  await b.sql(
    `update delivery set state = 'sending', due_at = $2, provider_ref = null, sent_at = null, settled_at = null where message_id = $1`,
    [id, b.clock.now()],
  );
  await eventually(async () => expect(await deliveriesOf(id)).toMatchObject([{ state: 'sent' }]));
  expect((await w.smsTo('+77271234568')).length).toBe(told);
});

test('figures count what was sent, delivered and failed, and how much of it in time', async () => {
  const figures = await b.call(contract.getFigures, { days: 2 }, writer);
  expect(figures.sent).toBeGreaterThan(5);
  expect(figures.failed).toBeGreaterThanOrEqual(2);
  expect(figures.channels.map(({ channel }) => channel)).toEqual(['email', 'sms']);
  expect(figures.inTime).toBeGreaterThan(0);
  await expect(
    b.call(contract.getDelivery, { id: '00000000-0000-7000-8000-000000000000' }, writer),
  ).rejects.toMatchObject({
    code: 'notifications.delivery-unknown',
  });
});

test('letters are put into one file to print, once, and the post has them when somebody says so', async () => {
  await prefer({ postLines: ['Ann Example', 'Abai 1', '050000 Almaty'] }, [{ matter: 'case', channels: ['letter'] }]);
  const id = await notify('permit.issued');
  expect(await deliveriesOf(id)).toMatchObject([{ channel: 'letter', state: 'queued' }]);
  const { id: batch } = await b.call(contract.makeBatch, {}, writer);
  const file = await b.http(writer).get(`/api/notifications/batches/${batch}/file`);
  expect(file.status).toBe(200);
  expect(file.headers['content-type']).toBe('application/pdf');
  await expect(b.call(contract.makeBatch, {}, writer)).rejects.toMatchObject({ code: 'notifications.no-letters' });
  await b.call(contract.handOverBatch, { id: batch }, writer);
  await expect(b.call(contract.handOverBatch, { id: batch }, writer)).rejects.toMatchObject({
    code: 'notifications.batch-unknown',
  });
  expect(await deliveriesOf(id)).toMatchObject([{ state: 'delivered' }]);
  expect((await b.call(contract.listBatches, {}, writer)).items).toMatchObject([{ id: batch, letters: 1 }]);
});
