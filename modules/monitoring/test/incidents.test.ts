// SPDX-License-Identifier: Apache-2.0
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { names, register, watched } from './world.ts';

const { b, operator, auditor, send, report, period, put, incidents, status, told, targets } = await watched();
const get = (id: string) => b.call(contract.getIncident, { id }, operator);
const move = (id: string, act: 'acknowledge' | 'mitigate' | 'resolve', note?: string) =>
  b.call(contract.moveIncident, { id, act, ...(note ? { note } : {}) }, operator);
const text = names('We are looking into it and will tell more at noon.') as contract.PublicText;
const nobody = b.person({ duties: ['quality.analyst'] });

test('a service is watched with its objectives; what cannot be is refused', async () => {
  await put('register');
  await put('shared', { sources: ['connector:XM/GOV/2/OTHER'] });
  const twice = { indicator: 'health', target: 0.9 } as const;
  await expect(put('register', { objectives: [twice, twice] })).rejects.toMatchObject({
    code: 'monitoring.objective-twice',
  });
  await expect(put('register', { regionCode: 'ZZ-99' })).rejects.toMatchObject({ code: 'monitoring.region-unknown' });
  await put('north', { regionCode: 'XM-01', sources: [] });
  expect((await status()).services.find(({ code }) => code === 'north')).toMatchObject({ region: { code: 'XM-01' } });
});

test('silence opens one incident however long it lasts, operators are told once, and it recovers by itself', async () => {
  await period();
  for (let n = 0; n < 6; n += 1) await period('silent');
  const [incident, ...more] = await incidents();
  expect(more).toEqual([]);
  expect(incident).toMatchObject({
    ...{ number: expect.any(Number), state: 'open', severity: 'critical', services: [{ code: 'register' }] },
    title: { en: 'No sign of life: register', ar: 'لا إشارة من: register (ar)' },
  });
  expect(told.map(({ key }) => key)).toEqual([`monitoring incident ${incident?.id}`]);
  await period();
  const { state, timeline, alarms } = await get(incident?.id ?? '');
  expect(state).toBe('resolved');
  expect(timeline.map(({ kind }) => kind)).toEqual(['alarm', 'recovered-resolved']);
  expect(alarms).toMatchObject([{ kind: 'silence', clearedAt: expect.any(String) }]);
});

test('what fails at once for one reason is one incident', async () => {
  await send([report()], 'XM/GOV/2/OTHER');
  await period();
  for (let n = 0; n < 4; n += 1) await period('silent');
  const open = (await incidents()).filter(({ state }) => state !== 'resolved');
  expect(open.map(({ services }) => services.map(({ code }) => code))).toEqual([['register', 'shared']]);
});

test('people take it on: acknowledged, mitigated when it recovers, resolved by them; the timeline says who', async () => {
  const [{ id = '' } = {}] = await incidents();
  await move(id, 'acknowledge', 'Looking at the line');
  await expect(move(id, 'resolve')).rejects.toMatchObject({ code: 'monitoring.alarms-on' });
  await expect(move(id, 'acknowledge')).rejects.toMatchObject({ code: 'monitoring.incident-not-so' });
  await b.call(contract.noteIncident, { id, note: 'The line was cut in the street.' }, operator);
  await send([report()], 'XM/GOV/2/OTHER');
  await period();
  await send([report()], 'XM/GOV/2/OTHER');
  expect((await get(id)).state).toBe('mitigated');
  await move(id, 'resolve', 'The line was mended.');
  const { state, resolvedAt, timeline, may } = await get(id);
  expect([state, may]).toEqual(['resolved', []]);
  expect(resolvedAt).toEqual(expect.any(String));
  expect(timeline.filter(({ byName }) => byName).map(({ kind, byName }) => [kind, byName])).toEqual([
    ['acknowledged', 'Olga Operator'],
    ['note', 'Olga Operator'],
    ['resolved', 'Olga Operator'],
  ]);
  await expect(b.sql('update incident_entry set note = null')).rejects.toThrow('stays as it is');
  await expect(b.sql('delete from incident_entry')).rejects.toThrow('stays as it is');
});

test('everybody reads what somebody wrote for them, and nothing before; notes never', async () => {
  const { id } = await b.call(
    contract.openIncident,
    { title: names('Slow'), severity: 'minor', services: ['register'], note: 'The pool is small' },
    operator,
  );
  const anybody = { kind: 'anonymous' } as const;
  expect((await status()).incidents).toEqual([]);
  await expect(b.call(contract.getPublicIncident, { id }, anybody)).rejects.toMatchObject({
    code: 'monitoring.incident-unknown',
  });
  await expect(
    b.call(contract.tellPublic, { id, text: { ...text, kk: 'Байланыс: 10.1.2.3 мекенжайы' } }, operator),
  ).rejects.toMatchObject({ code: 'monitoring.text-secret', errors: [{ pointer: '/text/kk' }] });
  await b.call(contract.tellPublic, { id, text }, operator);
  const shown = await b.call(contract.getPublicIncident, { id }, anybody);
  expect(shown).toMatchObject({ state: 'open', services: [{ code: 'register' }], updates: [{ text }] });
  expect(JSON.stringify(await status())).not.toContain('pool');
  expect((await b.call(contract.listPublicIncidents, {}, anybody)).items).toEqual([shown]);
  await move(id, 'resolve');
  expect((await status()).incidents).toMatchObject([{ id, state: 'resolved' }]);
  b.clock.advance({ days: 2 });
  expect((await status()).incidents).toEqual([]);
});

test('errors that use the allowance up too fast are an alarm of the service, and over when they are over', async () => {
  await put('register', {
    ...{ sources: [], targets: [`${register}/companies`] },
    objectives: [{ indicator: 'availability', target: 0.99 }],
  });
  await put('shared', { sources: [] });
  await b.sql('delete from source');
  await b.sql(
    `update progress set counted_until = $1::timestamptz - interval '10 minutes'`.replace(
      '$1',
      `'${b.clock.now().toISOString()}'`,
    ),
  );
  targets.push({ id: `${register}/companies`, calls: 100, refused: 0, failed: 30, slow: 0 });
  b.clock.advance({ minutes: 1 });
  await b.drain();
  const [incident] = await incidents();
  expect(incident).toMatchObject({ state: 'open', severity: 'critical', services: [{ code: 'register' }] });
  const services = await b.call(contract.listServices, {}, auditor);
  expect(services.items.find(({ code }) => code === 'register')).toMatchObject({
    budgets: [{ indicator: 'availability', level: 'fast', rate: expect.closeTo(30, 6) }],
  });
  targets[0] = { id: `${register}/companies`, calls: 100, refused: 0, failed: 0, slow: 0 };
  for (let n = 0; n < 40; n += 1) {
    b.clock.advance({ minutes: 1 });
    await b.drain();
  }
  const alarms = async () => (await get(incident?.id ?? '')).alarms.filter(({ kind }) => kind === 'burn');
  // It goes on no more, but of the three days' allowance too much is gone.
  expect(await alarms()).toMatchObject([{ severity: 'minor', facts: { level: 'ticket' } }]);
  expect((await get(incident?.id ?? '')).timeline.map(({ kind }) => kind)).toEqual(['alarm']);
  b.clock.advance({ hours: 7 });
  await b.drain();
  expect(await alarms()).toMatchObject([{ clearedAt: expect.any(String) }]);
  targets.length = 0;
});

test('lists are narrowed, and what is not there is refused by name', async () => {
  const list = async (more: object) => (await b.call(contract.listIncidents, more, auditor)).items;
  expect((await list({ state: 'resolved' })).every(({ state }) => state === 'resolved')).toBe(true);
  expect(await list({ state: 'unresolved', service: 'nothing' })).toEqual([]);
  expect((await list({ severity: 'minor' })).every(({ severity }) => severity === 'minor')).toBe(true);
  const id = newId();
  const missing = { kind: 'missing', code: 'monitoring.incident-unknown' };
  await expect(get(id)).rejects.toMatchObject(missing);
  await expect(move(id, 'resolve')).rejects.toMatchObject(missing);
  await expect(b.call(contract.noteIncident, { id, note: 'Nobody' }, operator)).rejects.toMatchObject(missing);
  await expect(b.call(contract.tellPublic, { id, text }, operator)).rejects.toMatchObject(missing);
  await expect(
    b.call(contract.openIncident, { title: names('X'), severity: 'minor', services: ['nothing'] }, operator),
  ).rejects.toMatchObject({ code: 'monitoring.service-unknown' });
});

test('auditors look and do nothing; nobody else looks', async () => {
  const id = newId();
  const acts = [
    (who: typeof nobody) => b.call(contract.moveIncident, { id, act: 'resolve' }, who),
    (who: typeof nobody) => b.call(contract.noteIncident, { id, note: 'Nobody' }, who),
    (who: typeof nobody) => b.call(contract.tellPublic, { id, text }, who),
    (who: typeof nobody) =>
      b.call(contract.openIncident, { title: names('X'), severity: 'minor', services: ['register'] }, who),
  ];
  for (const who of [auditor, nobody])
    for (const act of acts) await expect(act(who)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.listIncidents, {}, nobody)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(b.call(contract.getIncident, { id }, nobody)).rejects.toMatchObject({ kind: 'forbidden' });
});
