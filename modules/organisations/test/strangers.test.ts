// SPDX-License-Identifier: Apache-2.0
/** What somebody tries who means no good, or presses twice: at once, turned round, in signs that nobody sees. */
import identity from '@stoa/identity';
import * as people from '@stoa/identity/contract';
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import organisations from '../src/index.ts';
import { snilsOf } from './numbers.ts';

const b = await bench(organisations, identity);
const asks = b.person({ name: 'Ainur Asks', duties: ['identity.grantor'] });
const decides = b.person({ name: 'Dmitry Decides', duties: ['identity.grantor'] });
const operator = b.person({ duties: ['platform.operator'] });
const office = 'XM-01-LABOUR';
const reason = 'Order No. 13';
const request = (asked: contract.Asked, who = asks) => b.call(contract.requestChange, { asked, reason }, who);
const decide = (id: string, who = decides) => b.call(contract.decideChange, { id, approved: true }, who);
const made = async (asked: contract.Asked) => decide((await request(asked)).id);
const structure = () => b.call(contract.getStructure, { id: office }, decides);
let serial = 0;
async function person(): Promise<string> {
  const n = ++serial;
  const input = { snils: snilsOf(n), name: `Person ${n}`, email: `p${n}@mail.example`, login: `stranger-${n}` };
  return (await b.call(people.registerPerson, input, operator)).id;
}
async function post(title: string, duties = ['labour.permit-officer']): Promise<string> {
  await made({ kind: 'post', organisationId: office, title: { en: title }, duties, from: '2026-01-01' });
  return (await structure()).posts.find((one) => one.title.en === title)?.id ?? '';
}
const from = '2026-02-01';
const facts = (name: string, more: object = {}) => ({ name: { en: name }, kind: 'local' as const, from, ...more });
const enter = (id: string, more: object = {}) =>
  made({ kind: 'organisation', id, validFrom: from, facts: facts(id, more) });

test('of two changes decided at once that exclude each other one happens', async () => {
  for (let round = 0; round < 6; round++) {
    const desk = await post(`Desk ${round}`);
    const both = await Promise.all(
      [await person(), await person()].map((personId) =>
        request({ kind: 'holding', postId: desk, personId, as: 'holder', from }),
      ),
    );
    const done = await Promise.allSettled(both.map(({ id }) => decide(id)));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await structure()).posts.find(({ id }) => id === desk)?.holdings).toHaveLength(1);
  }
});

test('two offices that come under each other at once make no circle', async () => {
  for (let round = 0; round < 6; round++) {
    const [one, other] = [`XM-ONE-${round}`, `XM-OTHER-${round}`];
    for (const id of [one, other]) await enter(id);
    const under = (id: string, parentId: string) =>
      request({ kind: 'organisation', id, validFrom: from, facts: facts(id, { parentId }) });
    const both = [await under(one, other), await under(other, one)];
    const done = await Promise.allSettled(both.map(({ id }) => decide(id)));
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }
});

test('an office follows neither itself nor one that follows it', async () => {
  for (const id of ['XM-OLD', 'XM-HEIR', 'XM-THIRD']) await enter(id);
  const follows = (id: string, successorId: string) =>
    request({ kind: 'organisation', id, validFrom: from, facts: facts(id, { until: '2026-06-01', successorId }) });
  await expect(follows('XM-OLD', 'XM-OLD')).rejects.toMatchObject({ code: 'organisations.circle' });
  await made({ kind: 'merge', id: 'XM-OLD', into: 'XM-HEIR', on: '2026-06-01' });
  await expect(follows('XM-HEIR', 'XM-OLD')).rejects.toMatchObject({ code: 'organisations.circle' });
  await expect(request({ kind: 'merge', id: 'XM-HEIR', into: 'XM-OLD', on: '2026-07-01' })).rejects.toMatchObject({
    code: 'organisations.circle',
  });
  await made({ kind: 'merge', id: 'XM-HEIR', into: 'XM-THIRD', on: '2026-07-01' });
  await expect(follows('XM-THIRD', 'XM-OLD')).rejects.toMatchObject({ code: 'organisations.circle' });
});

test('whose power was ended does not undo that alone', async () => {
  const mine = { ...b.person({ name: 'Person', duties: ['identity.grantor'] }), id: await person() };
  const desk = await post('Taken away');
  await made({ kind: 'holding', postId: desk, personId: mine.id, as: 'holder', from });
  const [holding] = (await structure()).posts.find(({ id }) => id === desk)?.holdings ?? [];
  const at = b.clock.now().toISOString();
  const ended = await made({ kind: 'end', what: 'holding', id: holding?.id ?? '', at });
  await expect(b.call(contract.undoChange, { id: ended.id }, mine)).rejects.toMatchObject({
    code: 'organisations.power-for-oneself',
  });
  const own = await made({ kind: 'end', what: 'post', id: desk, at });
  await expect(b.call(contract.undoChange, { id: own.id }, mine)).rejects.toMatchObject({
    code: 'organisations.power-for-oneself',
  });
  await b.call(contract.undoChange, { id: own.id }, decides);
  await b.call(contract.undoChange, { id: ended.id }, decides);
});

test('signs that nobody sees, half of a sign, and names of things of the language are refused or kept as text', async () => {
  const http = b.http(asks);
  const ask = (asked: object, why = reason) =>
    http.post('/api/organisations/changes', { asked, reason: why }).then(({ status }) => status);
  const unit = (en: string) => ({ kind: 'unit', organisationId: office, name: { en }, from });
  expect(await ask(unit('Unit \u202e desrever'))).toBe(422);
  expect(await ask(unit('Unit \u0000'))).toBe(422);
  expect(await ask(unit('Unit \ud800'))).toBe(422);
  expect(await ask(unit('Unit'), 'Reason \ud800 of it')).toBe(422);
  expect(await ask({ ...unit('Unit'), from: '9999-12-31' })).toBeLessThan(500);
  expect(await ask({ ...unit('Unit'), name: JSON.parse('{"en":"U","__proto__":{"x":1}}') as object })).toBeLessThan(
    500,
  );
  const heads = ['__proto__,id,kind,name-en,from', 'constructor,id,kind,name-en,from', 'id,kind,name-en,from'];
  for (const head of heads)
    for (const name of ['=1+1', '\u202ename', 'x'.repeat(100_000), '\ud800', '"a""b"', '']) {
      const text = `${head}\r\nXM-BAD,local,${name},2026-01-01\r\n`;
      const { status } = await http.post('/api/organisations/imports', {
        about: 'organisations',
        text,
        fileName: 'a.csv',
      });
      expect([head, name.slice(0, 10), status < 500]).toEqual([head, name.slice(0, 10), true]);
    }
});
