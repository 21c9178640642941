// SPDX-License-Identifier: Apache-2.0
/** Three lines: who may do what, terms that pass, hand-over, causes. */
import { newId } from '@stoa/kernel';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { watchTerms } from '../src/tickets/clock.ts';
import { incidentId, world } from './world.ts';

const { b, told, lines, aigerim, other, first, second, third, auditor, report } = await world();
const hour = 3_600_000;
const pass = (hours: number) => b.clock.set(new Date(b.clock.now().getTime() + hours * hour));
const get = (id: string, who = first) => b.call(contract.getTicket, { id }, who);
const move = (id: string, act: contract.DeskAct, text?: string, who = first) =>
  b.call(contract.moveTicket, { id, act, ...(text ? { text } : {}) }, who);
const hand = (id: string, line: contract.Line, who = first) =>
  b.call(contract.handTicket, { id, line, text: 'It is not the browser.' }, who);
const words = (text: string) => ({ en: text, ru: text, kk: text, uk: text, ar: text });
const publish = (who = second) =>
  b.call(
    contract.publishKnownError,
    { title: words('The calendar is wrong'), wayAround: words('Go by the time in the cabinet.') },
    who,
  );

test('only those who hold a duty of support see reports, auditors too; only a line answers', async () => {
  const { id } = await report(aigerim);
  for (const who of [aigerim, other]) {
    await expect(get(id, who)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(b.call(contract.listTickets, {}, who)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(b.call(contract.getSupportFigures, {}, who)).rejects.toMatchObject({ kind: 'forbidden' });
  }
  expect(await get(id, auditor)).toMatchObject({
    text: 'The page stays white.',
    hasAccount: true,
    may: [],
    mayHand: [],
  });
  for (const call of [
    () => move(id, 'take', undefined, auditor),
    () => hand(id, 2, auditor),
    () => b.call(contract.rankTicket, { id, priority: 'high' }, auditor),
    () => b.call(contract.linkTicket, { id, incidentId }, auditor),
    () => b.call(contract.listCauses, {}, auditor),
    () => publish(auditor),
    () => publish(first),
    () => b.call(contract.mendKnownError, { id: newId() }, first),
  ])
    await expect(call()).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a line answers what it has, hands it over with what it found out, and then the other line has it', async () => {
  const { id } = await report(aigerim);
  expect((await get(id)).may).toEqual(['take', 'note']);
  await expect(move(id, 'answer', 'Hello there.')).rejects.toMatchObject({ code: 'support.not-so' });
  await move(id, 'take');
  await expect(move(id, 'answer')).rejects.toMatchObject({ code: 'support.text-missing' });
  await expect(hand(id, 1)).rejects.toMatchObject({ code: 'support.not-so' });
  await hand(id, 2);
  await expect(move(id, 'take')).rejects.toMatchObject({ code: 'support.other-line' });
  await expect(hand(id, 3)).rejects.toMatchObject({ code: 'support.other-line' });
  expect(await get(id, second)).toMatchObject({ line: 2, state: 'new', mayHand: [1, 3] });
  await move(id, 'take', undefined, second);
  await move(id, 'solve', 'It was the proxy.', second);
  const { entries, state } = await get(id, second);
  expect(state).toBe('solved');
  expect(entries.map(({ kind }) => kind)).toEqual(['reported', 'take', 'hand', 'take', 'solve']);
  await expect(move(id, 'solve', 'Again.', second)).rejects.toMatchObject({ code: 'support.not-so' });
});

test('nobody answers what they reported themselves', async () => {
  const own = b.person({ name: 'Desk', duties: ['support.first-line'], snils: '16778802009' });
  const { id } = await report(own);
  await expect(move(id, 'take', undefined, own)).rejects.toMatchObject({ code: 'support.own-ticket' });
  expect(await get(id, own)).toMatchObject({ may: [], mayHand: [] });
  await move(id, 'take');
});

test('what nobody takes in time goes to the next line, and what passes its term is told to the line that has it, once', async () => {
  await b.drain();
  lines.length = 0;
  const { id } = await report(aigerim);
  await b.call(contract.rankTicket, { id, priority: 'urgent' }, first);
  pass(1.5);
  await watchTerms(b.module);
  expect(await get(id, second)).toMatchObject({ line: 2, state: 'new', late: false });
  await move(id, 'take', undefined, second);
  pass(9);
  await watchTerms(b.module);
  // A note and a word of the person are no new term.
  await move(id, 'note', 'Still looking.', second);
  await b.call(contract.writeMyTicket, { id, act: 'write', text: 'Any news?' }, aigerim);
  await watchTerms(b.module);
  const seen = await get(id, second);
  expect(seen).toMatchObject({ line: 2, state: 'taken', late: true });
  expect(seen.entries.map(({ kind }) => kind).filter((kind) => kind.includes('late'))).toEqual(['handed-late', 'late']);
  await b.drain();
  expect(lines.filter(({ code }) => code === 'support.second-line').length).toBeGreaterThanOrEqual(2);
  expect((await b.call(contract.listTickets, { late: true, line: 2 }, first)).items.map((one) => one.id)).toContain(id);
});

test('while the person is asked, no term passes the report on', async () => {
  const { id } = await report(aigerim);
  await move(id, 'take');
  await move(id, 'ask', 'Which browser is it?');
  pass(200);
  await watchTerms(b.module);
  expect((await get(id)).entries.map(({ kind }) => kind)).toEqual(['reported', 'take', 'ask']);
});

test('what comes from a known error is solved when that is mended, and who reported it is told once', async () => {
  const known = await publish();
  const { id } = await report(aigerim);
  const link = (more: object, who = first) => b.call(contract.linkTicket, { id, ...more }, who);
  await expect(link({ knownErrorId: newId() })).rejects.toMatchObject({ code: 'support.known-error-unknown' });
  await expect(link({ incidentId: newId() })).rejects.toMatchObject({ code: 'support.incident-unknown' });
  await link({ knownErrorId: known.id, incidentId });
  expect(await get(id)).toMatchObject({ knownError: { id: known.id }, incidentId });
  const causes = await b.call(contract.listCauses, {}, first);
  expect(causes.incidents).toMatchObject([{ id: incidentId, number: 7 }]);
  expect(causes.knownErrors.map((one) => one.id)).toContain(known.id);
  await b.drain();
  told.length = 0;
  expect(await b.call(contract.mendKnownError, { id: known.id }, second)).toMatchObject({ solved: 1 });
  await expect(b.call(contract.mendKnownError, { id: known.id }, second)).rejects.toMatchObject({
    code: 'support.mended-already',
  });
  await expect(b.call(contract.mendKnownError, { id: newId() }, third)).rejects.toMatchObject({
    code: 'support.known-error-unknown',
  });
  await b.drain();
  expect(told.map(({ subject }) => subject)).toEqual([expect.stringContaining('is mended')]);
  expect((await get(id)).state).toBe('solved');
});

test('everybody reads what is known, without who wrote it', async () => {
  const nobody = { kind: 'anonymous' } as const;
  const { items } = await b.call(contract.listKnownErrors, {}, nobody);
  expect(items).toHaveLength(1);
  expect(JSON.stringify(items)).not.toContain('Desk');
  expect((await b.call(contract.listKnownErrors, { open: true }, nobody)).items).toEqual([]);
});

test('the list goes on from page to page, and each report stands in it once', async () => {
  for (let n = 0; n < 5; n += 1) await report(other);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await b.call(contract.listTickets, { limit: 3, ...(cursor ? { cursor } : {}) }, first);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  const [all] = await b.sql<{ count: number }>('select count(*)::integer as count from support.ticket');
  expect(seen).toHaveLength(all?.count ?? 0);
  expect(new Set(seen).size).toBe(seen.length);
});

test('two who take the same report at once: it is with one of them, and nothing is lost', async () => {
  const { id } = await report(aigerim);
  const colleague = b.person({ name: 'Colleague', duties: ['support.first-line'] });
  await Promise.all([move(id, 'take'), move(id, 'take', undefined, colleague)]);
  const { takenByName, entries } = await get(id);
  expect(entries.filter(({ kind }) => kind === 'take')).toHaveLength(2);
  expect(entries.at(-1)?.byName).toBe(takenByName);
});

test('figures say what waits where, and how the last thirty days went', async () => {
  const { lines: counted, days, inTime } = await b.call(contract.getSupportFigures, {}, auditor);
  const rows = await b.sql<{ line: number; open: number }>(
    'select line, count(*)::integer as open from support.ticket where solved_at is null group by 1',
  );
  for (const { line, open } of counted) expect(open).toBe(rows.find((one) => one.line === line)?.open ?? 0);
  expect(days).toHaveLength(30);
  expect(days.reduce((sum, one) => sum + one.reported, 0)).toBeGreaterThan(0);
  expect(inTime).toBeLessThanOrEqual(1);
});
