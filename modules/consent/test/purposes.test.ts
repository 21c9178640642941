// SPDX-License-Identifier: Apache-2.0
/** Purposes are drafted by one and published by another, and stay as they were published. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { code, content, world } from './world.ts';

const { b, aigerim, steward, publisher } = await world();
const draft = (more = {}, who = steward, of = 'address-for-schools') =>
  b.call(contract.draftPurpose, { code: of, content: content(more) }, who);
const publish = (digest: string, who = publisher, of = 'address-for-schools') =>
  b.call(contract.publishPurpose, { code: of, digest }, who);

test('what the country asks for is there from the first start, once, for everybody to read', async () => {
  const { items } = await b.call(contract.listPurposes, {});
  expect(items.map((one) => one.code)).toContain(code);
  const [one] = items.filter((item) => item.code === code);
  expect(one).toMatchObject({ version: 1, controller: { en: expect.any(String) }, content: { asksAnew: false } });
  const twin = await b.startTwin();
  await twin.close();
  expect((await b.call(contract.getPurpose, { code })).version).toBe(1);
});

test('a draft is published by a second person, in the words that they read, and the next version follows', async () => {
  const { digest, own } = await draft();
  expect(own).toBe(true);
  expect((await b.call(contract.listDrafts, {}, publisher)).items).toMatchObject([{ code: 'address-for-schools' }]);
  await expect(b.call(contract.getPurpose, { code: 'address-for-schools' })).rejects.toMatchObject({
    code: 'consent.purpose-unknown',
  });
  await expect(publish(digest, steward)).rejects.toMatchObject({ code: 'consent.own-draft' });
  const changed = await draft({ validDays: 30 });
  await expect(publish(digest)).rejects.toMatchObject({ code: 'consent.draft-changed' });
  expect(await publish(changed.digest)).toMatchObject({ version: 1, publisherName: 'Ostap', own: false });
  await expect(publish(changed.digest)).rejects.toMatchObject({ code: 'consent.draft-unknown' });
  const next = await draft({ asksAnew: true });
  expect(await publish(next.digest)).toMatchObject({ version: 2 });
  const { items } = await b.call(contract.listVersions, { code: 'address-for-schools' }, steward);
  expect(items.map(({ version }) => version)).toEqual([2, 1]);
});

test('a purpose that somebody could not read in their language is not published', async () => {
  const { digest } = await draft({ title: { en: 'Only English' } });
  await expect(publish(digest)).rejects.toMatchObject({
    code: 'consent.languages-missing',
    message: expect.stringContaining('title (ar)'),
  });
});

test('an office that is none, and a concept that is none, are refused', async () => {
  await expect(draft({ controllerId: 'XM-NOBODY' })).rejects.toMatchObject({ code: 'consent.controller-unknown' });
  await expect(draft({ concepts: ['address'] })).rejects.toMatchObject({ code: 'kernel.input-invalid' });
});

test('what was published cannot be changed, not even past the module', async () => {
  await expect(b.sql(`update consent.purpose_version set content = '{}' where version = 1`)).rejects.toThrow(
    /published/,
  );
  await expect(b.sql('delete from consent.purpose_version where version is not null')).rejects.toThrow(/published/);
});

test('nobody drafts, publishes or sees drafts without the duty', async () => {
  await expect(draft({}, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(draft({}, publisher)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(publish('0'.repeat(64), aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.listDrafts, {}, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.listVersions, { code }, aigerim)).rejects.toMatchObject({ kind: 'forbidden' });
});
