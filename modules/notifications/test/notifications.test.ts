// SPDX-License-Identifier: Apache-2.0
import { startMailCatcher } from '@stoa/demo';
import { findContact } from '@stoa/identity/contract';
import { benchWith, eventually } from '@stoa/kernel/testing';
import { afterAll, expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import notifications from '../src/index.ts';

const mail = await startMailCatcher({ port: 0, smtpPort: 0 });
let mailIsUp = true;
afterAll(async () => {
  if (mailIsUp) await mail.close();
});
const b = await benchWith({ STOA_SMTP_URL: mail.smtpUrl }, notifications);
const cases = { kind: 'service', id: 'cases' } as const;
const ann = b.person({ snils: '11223344595' });
const annKey = b.personKey('11223344595');
b.stub(findContact, async ({ personKey }) =>
  personKey === annKey ? { known: true, email: 'ann@example.org' } : { known: false },
);
const message = (key: string, personKey = annKey) =>
  b.call(
    contract.notify,
    {
      key,
      to: { personKey },
      subject: { en: `Subject ${key}` },
      body: { en: 'Your permit is ready.', ar: 'تصريحك جاهز.' },
      link: '/cabinet/documents',
    },
    cases,
  );
const mailTo = async (address: string) =>
  (await (await fetch(`${mail.url}/messages?to=${encodeURIComponent(address)}`)).json()) as { messages?: unknown[] };

test('a message stands in the inbox and goes out by real SMTP, in all its languages', async () => {
  const { id } = await message('k1');
  await b.drain();
  await eventually(async () =>
    expect((await b.call(contract.listInbox, {}, ann)).items).toMatchObject([
      { id, subject: { en: 'Subject k1' }, link: '/cabinet/documents', email: 'sent' },
    ]),
  );
  const caught = JSON.stringify(await mailTo('ann@example.org'));
  expect(caught).toContain('Subject k1');
  expect(caught).toContain('تصريحك جاهز.');
  expect(caught).toContain(`${b.platform.url}/cabinet/documents`);
});

test('what a message says and where it leads is not in a dump of the database, also of earlier messages', async () => {
  const { id } = await message('sealed');
  await b.drain();
  expect(await b.dump('notifications.message')).not.toMatch(/Subject sealed|تصريحك|cabinet\/documents/);
  const old = JSON.stringify({ en: 'Subject of the release before' });
  await b.sql('update message set subject = $2, body = $2, link = $3, sealed = null where id = $1', [
    id,
    old,
    '/survey/t0ken',
  ]);
  const shown = async () => (await b.call(contract.listInbox, { limit: 100 }, ann)).items.find((one) => one.id === id);
  expect(await shown()).toMatchObject({ subject: { en: 'Subject of the release before' }, link: '/survey/t0ken' });
  b.clock.advance({ minutes: 2 });
  await b.drain();
  expect(await b.dump('notifications.message')).not.toMatch(/release before|t0ken/);
  expect(await shown()).toMatchObject({ subject: { en: 'Subject of the release before' }, link: '/survey/t0ken' });
});

test('a domain in another script is written to as mail systems know it', async () => {
  const notify = (email: string) =>
    b.call(
      contract.notify,
      { key: `to ${email}`, to: { personKey: annKey, email }, subject: { en: 'Subject' }, body: { en: 'Body' } },
      cases,
    );
  await notify('ann@почта.рф');
  await b.drain();
  // The server of the test shows domains in their own script again.
  await eventually(async () => expect(await mailTo('ann@почта.рф')).toHaveLength(1));
  await expect(notify('анна@example.org')).rejects.toMatchObject({
    kind: 'invalid',
    errors: [{ pointer: '/to/email', message: 'must have only Latin letters, digits and signs before the @' }],
  });
});

test('the same key notifies once', async () => {
  const first = await message('k2');
  expect(await message('k2')).toEqual(first);
  await b.drain();
  expect(await b.sql(`select 1 from message where key = 'k2'`)).toHaveLength(1);
});

test('reading marks a message and the count goes down; nobody reads the inbox of another', async () => {
  const { id } = await message('k3');
  const { unread } = await b.call(contract.listInbox, {}, ann);
  await b.call(contract.markRead, { id }, ann);
  expect((await b.call(contract.listInbox, {}, ann)).unread).toBe(unread - 1);
  const other = b.person({ snils: '14567890105' });
  expect(await b.call(contract.listInbox, {}, other)).toEqual({ items: [], unread: 0 });
  await expect(b.call(contract.markRead, { id }, other)).rejects.toMatchObject({
    kind: 'missing',
    code: 'notifications.message-unknown',
  });
});

test('pages follow one another without gaps', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await b.call(contract.listInbox, { limit: 1, ...(cursor ? { cursor } : {}) }, ann);
    seen.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength((await b.sql('select 1 from message where person_key = $1', [annKey])).length);
});

test('somebody without an address gets the message in the inbox only', async () => {
  const key = b.personKey('14567890105');
  await message('k4', key);
  await b.drain();
  expect(await b.sql(`select email_state from message where key = 'k4'`)).toEqual([{ email_state: null }]);
});

test('only modules send, and a link leads nowhere else', async () => {
  const input = { key: 'x', to: { personKey: annKey }, subject: { en: 'x' }, body: { en: 'x' } };
  await expect(b.call(contract.notify, input, ann)).rejects.toMatchObject({ code: 'kernel.not-permitted' });
  await expect(b.call(contract.notify, { ...input, link: '//evil.example' }, cases)).rejects.toMatchObject({
    code: 'kernel.input-invalid',
  });
  await expect(b.call(contract.listInbox, {})).rejects.toMatchObject({ code: 'kernel.sign-in-required' });
});

test('while the mail server is away the message waits and goes out later', async () => {
  await mail.close();
  mailIsUp = false;
  await message('k5');
  await b.drain();
  await eventually(async () =>
    expect(
      await b.sql(
        `select state, attempts, reason from delivery where message_id in (select id from message where key = 'k5')`,
      ),
    ).toEqual([{ state: 'queued', attempts: 1, reason: 'away' }]),
  );
  expect(await b.sql(`select email_state from message where key = 'k5'`)).toEqual([{ email_state: 'queued' }]);
  expect(await b.sql(`select failures from provider where id = 'mail'`)).toEqual([{ failures: 1 }]);
});
