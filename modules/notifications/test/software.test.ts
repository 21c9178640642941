// SPDX-License-Identifier: Apache-2.0
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { UrlRefused } from '@stoa/kernel';
import { eventually } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import { whyNot } from '../src/channels/guarded-post.ts';
import * as contract from '../src/contract.ts';
import { news, permit, world } from './world.ts';

const w = await world();
const { b, writer, ann } = w;
await w.publish('permit.issued', permit);
const { short: _, ...withoutShort } = news;
await w.publish('news.long', withoutShort);
const calls: { headers: Record<string, unknown>; body: string }[] = [];
const server = createServer((request, answer) => {
  let body = '';
  request.on('data', (chunk) => (body += String(chunk)));
  request.on('end', () => {
    calls.push({ headers: request.headers, body });
    answer.end();
  });
});
await new Promise<void>((resolve) => server.listen(4999, '127.0.0.1', resolve));
afterAll(() => server.close());

const organisationId = '7701234567';
const software = b.person({ actingFor: { kind: 'organisation', id: organisationId, name: 'Clinic' } });
const sender = { organisationId, name: 'Clinic', perDay: 4, active: true };
const asked = { template_id: 'permit.issued', personalisation: { name: 'Bob', number: '3' }, reference: 'r-1' };

test('only organisations that the operator let send do so, and callbacks stay outside the own network', async () => {
  const mail = { ...asked, email_address: 'bob@example.org' };
  await expect(b.call(contract.sendEmail, mail, ann)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect(b.call(contract.sendEmail, mail, software)).rejects.toMatchObject({
    code: 'notifications.sender-unknown',
  });
  for (const callbackUrl of ['http://127.0.0.1:1/x', 'https://10.0.0.1/x', 'https://localhost/x'])
    await expect(b.call(contract.setSender, { ...sender, callbackUrl }, writer)).rejects.toMatchObject({
      code: 'notifications.callback-refused',
    });
});

test('an e-mail to somebody without an account is accepted, found again and told of by a signed call', async () => {
  const { callbackSecret } = await b.call(
    contract.setSender,
    { ...sender, callbackUrl: 'http://127.0.0.1:4999/hook' },
    writer,
  );
  const sent = await b.call(contract.sendEmail, { ...asked, email_address: 'bob@example.org' }, software);
  expect(sent).toMatchObject({
    reference: 'r-1',
    content: { subject: 'Permit 3' },
    template: { id: 'permit.issued', version: 1 },
  });
  await eventually(async () => expect(await w.mailsTo('bob@example.org')).toHaveLength(1));
  await eventually(async () => {
    await b.drain();
    expect(calls).toHaveLength(1);
  });
  const { headers, body } = calls[0] ?? { headers: {}, body: '' };
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const mac = createHmac('sha256', Buffer.from(callbackSecret, 'base64url')).update(signed).digest('base64');
  expect(headers['webhook-signature']).toBe(`v1,${mac}`);
  expect(JSON.parse(body)).toMatchObject({ id: sent.id, reference: 'r-1', status: 'sending' });
  const { notifications } = await b.call(contract.listNotifications, { reference: 'r-1', status: 'sending' }, software);
  expect(notifications).toMatchObject([{ id: sent.id, type: 'email' }]);
  expect(await b.call(contract.getNotification, { id: sent.id }, software)).toMatchObject({ status: 'sending' });
  const other = b.person({ actingFor: { kind: 'organisation', id: '7700000000', name: 'Other' } });
  await b.call(contract.setSender, { ...sender, organisationId: '7700000000' }, writer);
  await expect(b.call(contract.getNotification, { id: sent.id }, other)).rejects.toMatchObject({
    code: 'notifications.delivery-unknown',
  });
  expect((await b.call(contract.listSenders, {}, writer)).items).toHaveLength(2);
});

test('what cannot be sent is refused by what is wrong with it', async () => {
  const sms = (more: object) => b.call(contract.sendSms, { ...asked, phone_number: '+77271234569', ...more }, software);
  await expect(sms({ phone_number: '12' })).rejects.toMatchObject({ code: 'notifications.phone-wrong' });
  await expect(sms({ template_id: 'news.long' })).rejects.toMatchObject({ code: 'notifications.short-missing' });
  await expect(sms({ personalisation: { name: 'Bob' } })).rejects.toMatchObject({
    code: 'notifications.placeholder-missing',
  });
  await expect(b.call(contract.sendLetter, asked, software)).rejects.toMatchObject({
    code: 'notifications.address-short',
  });
  expect((await sms({})).content).toEqual({ body: 'Permit 3 is ready. See your cabinet.' });
  const lines = { address_line_1: 'Bob', address_line_2: 'Abai 1', address_line_3: 'Almaty' };
  await b.call(contract.sendLetter, { ...asked, personalisation: { ...asked.personalisation, ...lines } }, software);
  await sms({});
  await expect(sms({})).rejects.toMatchObject({ code: 'notifications.day-limit' });
});

test('a browser is told at a push service outside alone', async () => {
  const keys = { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) };
  await expect(
    b.call(contract.subscribePush, { endpoint: 'https://127.0.0.1/push', ...keys }, ann),
  ).rejects.toMatchObject({
    code: 'notifications.endpoint-refused',
  });
  const { id } = await b.call(contract.subscribePush, { endpoint: 'http://127.0.0.1:4999/push', ...keys }, ann);
  await b.call(contract.forgetDevice, { id }, ann);
  await expect(b.call(contract.forgetDevice, { id }, ann)).rejects.toMatchObject({
    code: 'notifications.device-unknown',
  });
});

test('without an own pseudonym there is nothing to choose', async () => {
  await expect(b.call(contract.getPreferences, {}, software)).rejects.toMatchObject({
    code: 'notifications.inbox-unknown',
  });
});

test('an address whose host is not found is refused like one that may not be called; other errors stay errors', () => {
  const lookup = Object.assign(new Error('getaddrinfo ENOTFOUND'), { syscall: 'getaddrinfo', code: 'ENOTFOUND' });
  expect(whyNot(lookup)).toBe('its host is not found');
  expect(whyNot(new UrlRefused('the host is not a public one'))).toBe('the host is not a public one');
  expect(whyNot(new Error('connect ECONNREFUSED'))).toBeUndefined();
});
