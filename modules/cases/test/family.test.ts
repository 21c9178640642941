// SPDX-License-Identifier: Apache-2.0
/** A process drawn in a public editor: each member of a family, a time limit around all of them, and places given back. */
import catalogue from '@stoa/catalogue';
import signing from '@stoa/signing';
import { namedPeople, familyOf } from '@stoa/country-xm';
import { benchWith } from '@stoa/kernel/testing';
import { listOwnPowers } from '@stoa/identity/contract';
import { notify } from '@stoa/notifications/contract';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import cases from '../src/index.ts';
import { departments } from './departments.ts';

const { worker } = namedPeople;
const members = familyOf(worker.snils) ?? [];
const recordCheck = 'urn:xm:interior:criminal-record:1.0#Request';

const world = await departments();
world.state.persons.set(worker.snils, worker);
world.state.families.set(worker.snils, { members });
const b = await benchWith({ STOA_CONNECTOR_URL: world.url }, cases, catalogue, signing);
b.stub(listOwnPowers, async () => ({ items: [] }));
b.stub(notify, async () => ({ id: crypto.randomUUID() }));
const applicant = b.person({ name: worker.nameLatin, snils: worker.snils, assurance: 2 });
const officer = b.person({ duties: ['labour.permit-officer'], organisationId: 'XM-01-LABOUR' });

const poll = async () => {
  b.clock.advance({ seconds: 6 });
  await b.drain();
};
const tasks = (id: string) =>
  b.sql<{ id: string; node: string; state: string }>(
    `select id, node, state from task where case_id = $1 and state in ('open', 'claimed') order by node, items`,
    [id],
  );
const finish = async (id: string, outcome: string) => {
  await b.call(contract.claimTask, { id }, officer);
  await b.call(contract.finishTask, { id, outcome }, officer);
};
const finishAll = async (id: string, node: string, outcomes: readonly string[]) => {
  const open = (await tasks(id)).filter((task) => task.node === node);
  expect(open).toHaveLength(outcomes.length);
  for (const [at, task] of open.entries()) await finish(task.id, outcomes[at] ?? '');
};

/** A case in which the record of every member has been answered, the youngest first. */
async function checked() {
  const { id } = await b.call(contract.startDraft, { serviceId: 'family-residence', language: 'en' }, applicant);
  const pages = {
    number: { snils: worker.snils },
    home: { homeRegion: 'XM-01', homeAddress: '3 Garden Street, flat 21, Aksu' },
  };
  for (const [pageId, answers] of Object.entries(pages))
    await b.call(contract.savePage, { id, pageId, answers }, applicant);
  await b.call(contract.submitCase, { id, declaration: true }, applicant);
  await b.drain();
  await finishAll(id, 'reservePlaces', ['reserved']);
  await b.drain();
  for (const { snils } of [...members].reverse())
    world.reply(
      recordCheck,
      { clear: true, certificateNo: 'CR', issuedOn: '2026-11-21' },
      (asked) => asked.snils === snils,
    );
  await poll();
  return id;
}
const state = async (id: string) => {
  const { state: now, outcome } = await b.call(contract.getCase, { id }, applicant);
  return [now, outcome];
};

test('each member is asked about and checked by itself, and the family is granted as one', async () => {
  const id = await checked();
  const open = await tasks(id);
  const names = ['Priya Sharma', 'Anaya Sharma', 'Arjun Sharma'];
  const about = [];
  for (const task of open) about.push((await b.call(contract.getTask, { id: task.id }, officer)).about);
  expect(about).toEqual(names);
  const queue = await b.call(contract.listQueue, {}, officer);
  expect(queue.items.map((item) => item.about)).toEqual(expect.arrayContaining(names));
  expect(await b.sql('select 1 from task where about is not null')).toEqual([]);
  const { several, tokens } = await b.call(contract.getProcess, { id }, applicant);
  expect([several, tokens.checkMember]).toEqual([{ members: { done: 0, of: 3 } }, 3]);
  const { checks } = await b.call(contract.getTask, { id: open[1]?.id ?? '' }, officer);
  expect(checks.map((check) => check.about)).toEqual(['Anaya Sharma']);
  await finishAll(id, 'checkMember', ['accept', 'accept', 'accept']);
  const [review] = await tasks(id);
  const page = await b.call(contract.getTask, { id: review?.id ?? '' }, officer);
  expect(page.checks.map((check) => check.about).sort()).toEqual([...names].sort());
  expect(page.advice).toMatchObject({ outcome: 'grant', reasons: [{ id: 'decision-all-in-order' }] });
  await b.call(contract.claimTask, { id: review?.id ?? '' }, officer);
  await b.call(contract.decideTask, { id: review?.id ?? '', outcome: 'grant' }, officer);
  await b.drain();
  expect(await state(id)).toEqual(['closed', 'issued']);
  expect(await b.sql('select 1 from process_token where holder_id = $1', [id])).toEqual([]);
});

test('one objection refuses the family, and the places go back to the quota before the case ends', async () => {
  const id = await checked();
  await finishAll(id, 'checkMember', ['accept', 'object', 'accept']);
  const [review] = await tasks(id);
  await b.call(contract.claimTask, { id: review?.id ?? '' }, officer);
  await b.call(contract.decideTask, { id: review?.id ?? '', outcome: 'refuse' }, officer);
  expect((await tasks(id)).map(({ node }) => node)).toEqual(['releasePlaces']);
  expect((await state(id))[0]).toBe('decided');
  await finishAll(id, 'releasePlaces', ['released']);
  await b.drain();
  expect(await state(id)).toEqual(['closed', 'refused']);
});

test('what is not finished in 60 days is called off for every member, and the places go back', async () => {
  const id = await checked();
  await finishAll(id, 'checkMember', ['accept', 'accept', 'accept']);
  const other = await checked();
  const [first] = (await tasks(other)).filter(({ node }) => node === 'checkMember');
  await finish(first?.id ?? '', 'accept');
  b.clock.advance({ days: 60, seconds: 1 });
  await b.drain();
  await poll();
  expect((await tasks(other)).map(({ node }) => node)).toEqual(['releasePlaces']);
  expect((await tasks(id)).map(({ node }) => node)).toEqual(['review']);
  await finishAll(other, 'releasePlaces', ['released']);
  await b.drain();
  expect(await state(other)).toEqual(['closed', 'lapsed']);
});

test('a task that this case does not go by any more is still there to read', async () => {
  const id = await checked();
  const [task] = await tasks(id);
  const change = { skip: 'members' };
  await b.call(contract.changeProcess, { id, reason: 'All were checked at the border.', change }, officer);
  expect((await tasks(id)).map(({ node }) => node)).toEqual(['review']);
  const page = await b.call(contract.getTask, { id: task?.id ?? '' }, officer);
  expect(page).toMatchObject({ state: 'done', taskTitle: { en: 'Check the papers of the relative' } });
  expect((await state(id))[0]).toBe('submitted');
});

test('who withdraws after places were reserved waits until they are given back, asking twice changes nothing', async () => {
  const id = await checked();
  const withdraw = () => b.call(contract.withdrawCase, { id }, applicant);
  await withdraw();
  await withdraw();
  await b.drain();
  expect((await tasks(id)).map(({ node }) => node)).toEqual(['releasePlaces']);
  await finishAll(id, 'releasePlaces', ['released']);
  await b.drain();
  expect(await state(id)).toEqual(['closed', 'withdrawn']);
  expect(
    (await b.call(contract.getCase, { id }, applicant)).timeline.filter(({ kind }) => kind === 'withdrawn'),
  ).toHaveLength(1);
});

test('how long steps take is told over five and more, never of one person', async () => {
  const times = async (serviceId: string) => (await b.call(contract.listStepTimes, { serviceId })).items;
  const found = await times('family-residence');
  expect(found.find(({ node }) => node === 'checkMember')?.times).toBeGreaterThanOrEqual(5);
  expect(found.every(({ times: count, medianSeconds }) => count >= 5 && medianSeconds >= 0)).toBe(true);
  const done = await b.sql<{ node: string }>('select node from process_step group by node having count(*) < 5');
  expect(done.map(({ node }) => node)).toContain('review');
  expect(found.map(({ node }) => node)).not.toContain('review');
  expect(await times('nothing')).toEqual([]);
});
