// SPDX-License-Identifier: Apache-2.0
import { eventually } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { news, permit, world } from './world.ts';

const w = await world();
const { b, writer, publisher, ann, annKey, cases } = w;
const code = 'work-permit.issued';

test('a template is written by one and published by another; versions stay', async () => {
  const { digest } = await b.call(contract.saveTemplate, { code, content: permit }, writer);
  await expect(b.call(contract.publishTemplate, { code, digest }, writer)).rejects.toMatchObject({
    code: 'notifications.second-person-needed',
  });
  await expect(b.call(contract.publishTemplate, { code, digest: 'other' }, publisher)).rejects.toMatchObject({
    code: 'notifications.draft-absent',
  });
  expect(await b.call(contract.publishTemplate, { code, digest }, publisher)).toEqual({ version: 1 });
  const second = { ...permit, body: { ...permit.body, en: `${permit.body.en}\n\nNew line.` } };
  await b.call(contract.saveTemplate, { code, content: second }, publisher);
  const found = await b.call(contract.getTemplate, { code }, writer);
  expect(found).toMatchObject({ published: { version: 1 }, draft: { authorName: 'Publisher', own: false } });
  expect(found.changes.filter(({ kind }) => kind !== 'same')).toEqual([
    { kind: 'added', where: 'body, en', text: '' },
    { kind: 'added', where: 'body, en', text: 'New line.' },
  ]);
  await b.call(contract.publishTemplate, { code, digest: found.draft?.digest ?? '' }, writer);
  expect((await b.call(contract.getTemplate, { code, version: 1 }, writer)).published?.content).toEqual(permit);
  expect((await b.call(contract.listTemplates, { search: 'permit' }, writer)).items).toMatchObject([
    { code, version: 2 },
  ]);
  await expect(b.call(contract.getTemplate, { code: 'no.such' }, writer)).rejects.toMatchObject({
    code: 'notifications.template-unknown',
  });
});

test.each([
  ['notifications.markdown-wrong', { body: { en: 'A <b>tag</b>' } }, 'HTML'],
  ['notifications.placeholder-undeclared', { body: { en: 'Dear ((vanished))' } }, 'vanished'],
  ['notifications.personal-in-short', { short: { en: 'Dear ((name))' } }, 'name'],
  ['notifications.personal-in-short', { class: 'open' as const }, 'name'],
])('a draft is refused: %s', async (refusal, change, named) => {
  const content = { ...permit, ...change } as typeof permit;
  await expect(b.call(contract.saveTemplate, { code: 'x.y', content }, writer)).rejects.toMatchObject({
    code: refusal,
    message: expect.stringContaining(named),
  });
});

test('a class that permits it lets an SMS say what is personal', async () => {
  await b.call(
    contract.saveTemplate,
    { code: 'x.y', content: { ...permit, class: 'everywhere', short: { en: '((name))' } } },
    writer,
  );
});

test('a preview shows sample or given data, and names a value that is missing', async () => {
  const shown = await b.call(contract.previewTemplate, { code, language: 'ru' }, writer);
  expect(shown).toMatchObject({
    subject: 'Разрешение A-17',
    short: 'Permit A-17 is ready. See your cabinet.',
    smsParts: 1,
  });
  const given = { code, language: 'en' as const, personalisation: { name: '<Ann>', number: '7' } };
  expect((await b.call(contract.previewTemplate, given, writer)).html).toContain('&#60;Ann&#62;');
  await expect(
    b.call(contract.previewTemplate, { ...given, personalisation: { name: 'A' } }, writer),
  ).rejects.toMatchObject({
    code: 'notifications.placeholder-missing',
    message: 'Missing personalisation: number.',
  });
});

test('a trial goes to oneself alone', async () => {
  const own = b.person({ snils: '11223344595', duties: ['notifications.operator'] });
  await b.call(contract.testTemplate, { code, language: 'en' }, own);
  await eventually(async () => expect(await w.mailsTo('ann@example.org')).toMatchObject([{ subject: 'Permit A-17' }]));
  await expect(b.call(contract.testTemplate, { code, language: 'en' }, writer)).rejects.toMatchObject({
    code: 'notifications.address-unknown',
  });
});

test('a module sends by template: inbox in all languages, e-mail with HTML and words of one', async () => {
  const input = { key: 't1', to: { personKey: annKey }, template: code, personalisation: { name: 'Ann', number: '8' } };
  const { id } = await b.call(contract.notifyFromTemplate, input, cases);
  expect(await b.call(contract.notifyFromTemplate, input, cases)).toEqual({ id });
  await b.drain();
  const [message] = (await b.call(contract.listInbox, {}, ann)).items;
  expect(message).toMatchObject({ subject: { en: 'Permit 8', ru: 'Разрешение 8' } });
  await eventually(async () =>
    expect((await w.mailsTo('ann@example.org'))[0]).toMatchObject({
      ...{
        subject: 'Permit 8',
        text: expect.not.stringContaining('Уважаемая'),
        html: expect.stringContaining('<strong>permit</strong>'),
      },
      from: expect.stringMatching(/^bounces\+[0-9a-f]{48}@stoa\.example$/),
    }),
  );
  await expect(
    b.call(contract.notifyFromTemplate, { ...input, key: 't2', personalisation: { name: 'A' } }, cases),
  ).rejects.toMatchObject({
    code: 'notifications.placeholder-missing',
  });
  await expect(b.call(contract.notifyFromTemplate, { ...input, template: 'no.such' }, cases)).rejects.toMatchObject({
    code: 'notifications.template-unknown',
  });
  expect(await b.dump('notifications.delivery')).not.toMatch(/ann@example|"8"/);
});

test('who only has an inbox writes no template and sees no delivery', async () => {
  const denied = { code: 'kernel.not-permitted' };
  await expect(b.call(contract.saveTemplate, { code, content: news }, ann)).rejects.toMatchObject(denied);
  await expect(b.call(contract.listDeliveries, {}, ann)).rejects.toMatchObject(denied);
  await expect(b.call(contract.listDeliveries, {}, writer)).resolves.toBeDefined();
});
