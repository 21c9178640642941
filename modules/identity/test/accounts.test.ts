// SPDX-License-Identifier: Apache-2.0
import { snils as snilsOf } from '@stoa/country-xm';
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import identity from '../src/index.ts';
import { pathOf } from '../src/links.ts';
import { identityWorld, password, system } from './world.ts';

const { b, account, app, resolve, register, openLinkOf, signIn } = await identityWorld();
const operator = b.person({ duties: ['platform.operator'] });
const notifications = { kind: 'service', id: 'notifications' } as const;
const demo = { kind: 'service', id: 'demo' } as const;

test('staff register a person without choosing a password; the person chooses it by a link, once', async () => {
  const bob = await b.call(
    contract.registerPerson,
    { snils: '14567890105', name: 'Bob Builder', email: 'bob@example.org', login: 'bob' },
    operator,
  );
  expect((await signIn('bob', 'anything at all here')).url).toContain('refused=identity.sign-in-refused');
  await b.drain();
  const [offered] = b.events('identity.link-offered.v1');
  expect(JSON.stringify(offered)).not.toContain('/account/link/');
  const { linkId } = (offered as { data: { linkId: string } }).data;
  const sent = await b.call(contract.revealLink, { id: linkId }, notifications);
  expect(sent).toMatchObject({ purpose: 'activate', to: 'bob@example.org', name: 'Bob Builder' });
  const token = sent.path.split('/').at(-1) ?? '';
  expect(await b.call(contract.describeLink, { token })).toEqual({ purpose: 'activate', login: 'bob' });
  const answers = await Promise.allSettled(
    Array.from({ length: 5 }, (_, i) => b.call(contract.useLink, { token, password: `${password} ${i}` })),
  );
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const invalid = { code: 'identity.link-invalid' };
  await expect(b.call(contract.useLink, { token, password })).rejects.toMatchObject(invalid);
  await expect(b.call(contract.describeLink, { token })).rejects.toMatchObject(invalid);
  await expect(b.call(contract.offerActivation, { id: bob.id }, operator)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'identity.account-active',
  });
  await expect(b.call(contract.offerActivation, { id: newId() }, operator)).rejects.toMatchObject({
    code: 'identity.person-unknown',
  });
  await b.drain();
  expect(b.events('identity.person-concerned.v1').at(-1)?.data).toMatchObject({ personKey: bob.personKey });
});

test('a link is forged by nobody, expires, and is worth nothing once a newer one was sent', async () => {
  const carl = await register('carl', '10120230449');
  const first = await openLinkOf(carl.id);
  const forged = first.slice(0, -1) + (first.endsWith('A') ? 'B' : 'A');
  const invalid = { kind: 'gone', code: 'identity.link-invalid' };
  await expect(b.call(contract.describeLink, { token: forged })).rejects.toMatchObject(invalid);
  await b.call(contract.offerActivation, { id: carl.id }, operator);
  await expect(b.call(contract.describeLink, { token: first })).rejects.toMatchObject(invalid);
  const second = await openLinkOf(carl.id);
  expect(await b.call(contract.describeLink, { token: second })).toMatchObject({ login: 'carl' });
  b.clock.advance({ hours: 73 });
  await expect(b.call(contract.useLink, { token: second, password })).rejects.toMatchObject(invalid);
});

test('of links asked for at once one is good, and none chooses the password of an account that has one', async () => {
  const gina = await register('gina', snilsOf(105_206_399));
  await Promise.all(Array.from({ length: 20 }, () => b.call(contract.offerActivation, { id: gina.id }, operator)));
  const open = await b.sql<{ id: string }>('select id from link where person_id = $1 and used_at is null', [gina.id]);
  expect(open).toHaveLength(1);
  await b.call(contract.useLink, { token: await openLinkOf(gina.id), password });
  await b.sql(
    `insert into link (id, person_id, purpose, created_at, expires_at)
    values ($1, $2, 'activate', now(), now() + interval '1 day')`,
    [newId(), gina.id],
  );
  await expect(
    b.call(contract.useLink, { token: await openLinkOf(gina.id), password: `${password} other` }),
  ).rejects.toMatchObject({ code: 'identity.link-invalid' });
});

test('nobody is registered over somebody who is: neither a second login nor another address', async () => {
  const dora = await account('dora', '10220330460');
  const again = { snils: '10220330460', name: 'Dora', email: 'mine@example.org', login: 'dora2' };
  await expect(b.call(contract.registerPerson, again, operator)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'identity.person-known',
  });
  expect(
    await b.sql('select login, email from account join person on id = person_id where id = $1', [dora.id]),
  ).toEqual([{ login: 'dora', email: 'dora@example.org' }]);
  const taken = { ...again, snils: '10320430572', login: 'dora' };
  await expect(b.call(contract.registerPerson, taken, operator)).rejects.toMatchObject({
    code: 'identity.login-taken',
  });
  expect(await b.sql(`select 1 from person where email = 'mine@example.org'`)).toEqual([]);
});

test.each([
  '123456',
  '      ',
  'password1234',
  'aaaaaaaaaaaaaa',
  'qwertyuiop12',
  'eva eva eva eva',
  'stoa-stoa-stoa',
  'short words',
  'anna1234anna',
])('the password %j is not taken', async (weak) => {
  const snils = snilsOf(200_000_000 + (Math.abs(hashOf(weak)) % 10 ** 8));
  const login = weak.startsWith('anna') ? 'anna' : `eva${snils}`;
  const eva = await register(login, snils);
  const token = await openLinkOf(eva.id);
  await expect(b.call(contract.useLink, { token, password: weak })).rejects.toMatchObject({
    kind: 'invalid',
    code: 'identity.password-weak',
    errors: [{ pointer: '/password' }],
  });
  expect(await b.call(contract.useLink, { token, password })).toEqual({ purpose: 'activate' });
});
const hashOf = (text: string) => [...text].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) | 0, 7);

test('a new address is used once the old one agreed and the new one answered, and both learn of it', async () => {
  const fred = await account('fred', '10420530684');
  const me = b.person({ id: fred.id, snils: '10420530684' });
  expect(await b.call(contract.requestEmailChange, { email: 'new@example.org' }, me)).toEqual({
    confirmAt: 'old-address',
  });
  await expect(b.call(contract.requestEmailChange, { email: 'new@example.org' }, b.person())).rejects.toMatchObject({
    code: 'identity.person-unknown',
  });
  const token = await openLinkOf(fred.id);
  await b.drain();
  const [last] = b.events('identity.link-offered.v1').slice(-1);
  const { linkId } = (last as { data: { linkId: string } }).data;
  expect(await b.call(contract.revealLink, { id: linkId }, notifications)).toMatchObject({
    to: 'fred@example.org',
    newEmail: 'new@example.org',
    path: pathOf(b.module, linkId),
  });
  const contact = () => b.call(contract.findContact, { personKey: fred.personKey }, notifications);
  expect(await contact()).toMatchObject({ email: 'fred@example.org' });
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => b.call(contract.useLink, { token })));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await contact()).toMatchObject({ email: 'fred@example.org' });
  const atNew = await openLinkOf(fred.id);
  await b.drain();
  const [confirm] = b.events('identity.link-offered.v1').slice(-1);
  expect(
    await b.call(contract.revealLink, { id: (confirm as { data: { linkId: string } }).data.linkId }, notifications),
  ).toMatchObject({ purpose: 'confirm-email', to: 'new@example.org' });
  expect(await b.call(contract.useLink, { token: atNew })).toEqual({ purpose: 'confirm-email' });
  expect(await contact()).toMatchObject({ email: 'new@example.org' });
  await b.drain();
  expect(b.events('identity.person-concerned.v1').at(-1)?.data).toMatchObject({ email: 'fred@example.org' });
});

test('telephone and language are said by their person alone, and a telephone that is none is refused', async () => {
  const hana = await account('hana', snilsOf(105_206_400));
  const me = b.person({ id: hana.id });
  await b.call(contract.setContactDetails, { phone: '+7 (701) 555-01-02', language: 'kk' }, me);
  expect(await b.call(contract.getProfile, {}, me)).toMatchObject({ phone: '+7 (701) 555-01-02', language: 'kk' });
  expect(await b.call(contract.findContact, { personKey: hana.personKey }, notifications)).toMatchObject({
    language: 'kk',
  });
  await expect(b.call(contract.setContactDetails, { phone: 'call me' }, me)).rejects.toMatchObject({
    kind: 'invalid',
    code: 'identity.phone-invalid',
  });
  await expect(b.call(contract.setContactDetails, {}, b.person())).rejects.toMatchObject({
    code: 'identity.person-unknown',
  });
});

test('the first administrator comes from the command line, with a link', async () => {
  const shell = { kind: 'service', id: 'command-line' } as const;
  expect(await b.call(contract.hasAdministrator, {}, shell)).toEqual({ exists: false });
  const made = await b.call(contract.createAdministrator, { login: 'root', name: 'Ada Root' }, shell);
  expect(await b.call(contract.hasAdministrator, {}, shell)).toEqual({ exists: true });
  await expect(b.call(contract.createAdministrator, { login: 'root', name: 'Eve' }, shell)).resolves.toMatchObject({
    id: made.id,
  });
  const again = await b.call(contract.createAdministrator, { login: 'root', name: 'Ada Root' }, shell);
  expect(again.id).toBe(made.id);
  await b.call(contract.useLink, { token: again.path.split('/').at(-1) ?? '', password });
  await expect(b.call(contract.createAdministrator, { login: 'root', name: 'Eve' }, shell)).rejects.toMatchObject({
    code: 'identity.login-taken',
  });
  // The password opens no duty; an app does.
  expect(await resolve((await signIn('root')).token)).toMatchObject({ duties: [], dutiesWait: 'for-setup' });
  await app(made.id);
  const { token } = await signIn('root');
  const { principal } = await b.call(contract.resolveToken, { kind: 'session', token }, system);
  expect(principal).toMatchObject({
    duties: expect.arrayContaining([expect.objectContaining({ code: 'platform.operator' })]),
  });
});

test('accounts of the demo sign in only while it is on', async () => {
  const person = {
    snils: '11223344595',
    name: 'Aigerim',
    email: 'aigerim@mail.meridia.example',
    login: 'aigerim',
    password: 'meridia',
    duties: [{ code: 'labour.permit-officer', organisationId: 'XM-01-LABOUR' }],
  };
  const entered = await b.call(contract.enterDemoPerson, person, demo);
  expect(await b.call(contract.enterDemoPerson, person, demo)).toEqual(entered);
  expect(new URL((await signIn('aigerim', 'meridia')).url).pathname).toBe('/cabinet');
  // A real account of the same number or login is never taken over.
  await account('real', '10620730807');
  await expect(
    b.call(contract.enterDemoPerson, { ...person, snils: '10620730807', login: 'demo-real' }, demo),
  ).rejects.toMatchObject({ code: 'identity.person-known' });
  const officials = [{ snils: '14567890105', name: 'Omarov' }];
  const { ids } = await b.call(contract.enterDemoPeople, { people: officials }, demo);
  expect(await b.call(contract.enterDemoPeople, { people: officials }, demo)).toEqual({ ids });
  const wrong = b.call(contract.enterDemoPeople, { people: [{ snils: '16000000000', name: 'X' }] }, demo);
  await expect(wrong).rejects.toMatchObject({ code: 'identity.snils-invalid' });
  const { config } = b.platform.modules.get(identity.name)?.runtime ?? {};
  Object.assign(config ?? {}, { demo: false });
  expect((await signIn('aigerim', 'meridia')).url).toContain('refused=identity.sign-in-refused');
  await expect(b.call(contract.enterDemoPerson, person, demo)).rejects.toMatchObject({ code: 'identity.demo-off' });
  Object.assign(config ?? {}, { demo: true });
});
