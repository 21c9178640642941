// SPDX-License-Identifier: Apache-2.0
/** Services that other bodies have a say in more than once: exams taken again, bodies asked side by side. */
import { expect, test } from 'vitest';
import { type Pages, packageWalk } from './package-walk.ts';

const walk = await packageWalk();
const { resident } = walk;
const ministry = walk.officer('education.recognition-officer', 'XM-EDUCATION-MINISTRY');
const examType = 'urn:xm:education:examination:1.0#Request';
const codes = async (id: string) => (await walk.page(id, resident)).outputs.map(({ code }) => code).sort();
const asked = () => walk.world.state.requests.at(-1)?.content;

const trade = (name: string, grade: number, years: number): Pages => ({
  ...{ number: { snils: walk.snils }, trade: { trade: name, grade }, years: { years } },
  ...(years >= 15 ? { workplaces: { workplaces: 'Steppe Build, Aksu, 2005 to 2026' } } : {}),
  contact: { contactEmail: 'aigerim@mail.example' },
});

test('an exam that is passed is certified at once, for three years in a dangerous trade', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('welder', 4, 3));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(5000);
  await walk.answer(examType, { absent: false, theory: 75, practice: 90, heldOn: '2026-11-20' });
  const { outcome, outputs } = await walk.page(id, resident);
  expect(outcome).toBe('issued');
  const until = Number(walk.today().slice(0, 4)) + 3;
  expect(outputs).toMatchObject([{ code: 'certificate', validUntil: expect.stringContaining(String(until)) }]);
});

test('who lacks a few points takes that part again, and that part alone', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('cook', 3, 3));
  expect(asked()).toMatchObject({ part: 'both' });
  await walk.answer(examType, { absent: false, theory: 80, practice: 55 });
  expect(await codes(id)).toEqual(['resit']);
  expect(asked()).toMatchObject({ part: 'practice' });
  await walk.answer(examType, { absent: false, practice: 61 });
  expect(await codes(id)).toEqual(['certificate', 'resit']);
});

test('points that are missing the second time too are a ground to refuse', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('cook', 3, 3));
  await walk.answer(examType, { absent: false, theory: 50, practice: 80 });
  await walk.answer(examType, { absent: false, theory: 59 });
  await walk.decide(id, ministry, 'refuse');
  expect(JSON.stringify((await walk.page(id, resident)).decision)).toContain('Art. 8(2)');
});

test('after fifteen years in the trade the practice alone is examined', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('crane', 5, 21));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(2000);
  expect(asked()).toMatchObject({ part: 'practice' });
  await walk.answer(examType, { absent: false, practice: 88 });
  expect(await codes(id)).toEqual(['certificate']);
});

test('an exam that never takes place is refused after sixty days', async () => {
  const id = await walk.sent(resident, 'qualification-certificate', trade('cook', 2, 0));
  await walk.days(61);
  await walk.decide(id, ministry, 'refuse');
  expect(JSON.stringify((await walk.page(id, resident)).decision)).toContain('Art. 8(3)');
});

const bodies = {
  land: 'urn:xm:land:building-opinion:1.0#Request',
  fire: 'urn:xm:interior:fire-opinion:1.0#Request',
  health: 'urn:xm:health:building-opinion:1.0#Request',
};
const builder = walk.officer('building.officer', 'XM-01-FRONT-OFFICE-1');
const building = (area: number, flood?: string): Pages => ({
  place: { region: 'XM-01', parcel: '01:03:100274:3', place: '7 Garden Street, Aksu' },
  ...{ building: { kind: 'house', floors: 2, area }, disaster: { disaster: flood !== undefined } },
  ...(flood ? { 'disaster-more': { disasterPaper: flood } } : {}),
  ...{ drawings: { drawings: 'P-114' }, contact: { contactEmail: 'aigerim@mail.example' } },
});
const law = async (id: string) => JSON.stringify((await walk.page(id, resident)).decision);

test('three bodies are asked at the same time, and one that is silent for ten working days agrees', async () => {
  const id = await walk.sent(resident, 'building-permit', building(140));
  const types = walk.world.state.requests.slice(-3).map(({ type }) => type);
  expect(types.sort()).toEqual(Object.values(bodies).sort());
  await walk.answer(bodies.land, { opinion: 'agrees' });
  await walk.answer(bodies.fire, { opinion: 'agrees' });
  await expect(walk.decide(id, builder, 'grant')).rejects.toThrow('no task is open');
  await walk.days(20);
  await walk.decide(id, builder, 'grant');
  expect(await codes(id)).toEqual(['permit']);
  expect(await law(id)).toContain('Art. 23(3)');
});

test('one objection is a ground to refuse, whatever the others say', async () => {
  const id = await walk.sent(resident, 'building-permit', building(140));
  await walk.answer(bodies.land, { opinion: 'objects' });
  await walk.answer(bodies.fire, { opinion: 'redraw', condition: 'Two staircases' });
  await walk.answer(bodies.health, { opinion: 'agrees' });
  await walk.decide(id, builder, 'refuse');
  expect(await law(id)).toContain('Art. 24(1)');
});

test('a condition that changes the drawings is waited for, and nobody who brings none gets a permit', async () => {
  const asked = async () => {
    const id = await walk.sent(resident, 'building-permit', building(3000));
    for (const body of [bodies.land, bodies.health]) await walk.answer(body, { opinion: 'agrees' });
    await walk.answer(bodies.fire, { opinion: 'redraw', condition: 'Two staircases' });
    expect(await codes(id)).toEqual(['redraw']);
    return id;
  };
  const redrawn = await asked();
  await walk.finish(redrawn, builder, 'fit');
  await walk.decide(redrawn, builder, 'grant');
  expect(await codes(redrawn)).toEqual(['permit', 'redraw']);
  const late = await asked();
  await walk.days(31);
  await walk.decide(late, builder, 'refuse');
  expect(await law(late)).toContain('Art. 25(3)');
});

test('what a flood destroyed is built again without a fee and without asking anybody', async () => {
  const before = walk.world.state.requests.length;
  const id = await walk.sent(resident, 'building-permit', building(140, 'Flood 31 of 4 May'));
  expect(walk.invoiceOf(id)[1]).toBeUndefined();
  await walk.finish(id, builder, 'proven');
  await walk.decide(id, builder, 'rebuild');
  expect(await codes(id)).toEqual(['rebuild']);
  expect(walk.world.state.requests).toHaveLength(before);
});
