// SPDX-License-Identifier: Apache-2.0
/** Levels follow from criteria; a body claims with evidence, the integrator examines. */
import { newId } from '@stoa/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { criteriaOf, levelsOf, modelOf, scoreOf } from '../src/maturity/levels.ts';
import { integratorWorld, interior, labour } from './world.ts';

const { b, owner, stranger, architect } = await integratorWorld();
const model = modelOf();

test('the model has eight dimensions of five levels, and a criterion for each step', async () => {
  expect(model.dimensions).toHaveLength(8);
  expect(model.levels).toHaveLength(5);
  for (const { criteria } of model.dimensions) expect(criteria.map(({ level }) => level)).toEqual([2, 3, 4, 5]);
  expect(await b.call(contract.getMaturityModel, {}, b.person())).toMatchObject({ version: 1 });
  await expect(b.call(contract.getMaturityModel, { version: 99 }, owner)).rejects.toMatchObject({
    code: 'integrator.model-unknown',
  });
});

test('one more criterion never lowers a level, none is 1 and all are 5', () => {
  const all = criteriaOf(model);
  expect(scoreOf(levelsOf(model, new Set()))).toBe(1);
  expect(scoreOf(levelsOf(model, new Set(all)))).toBe(5);
  fc.assert(
    fc.property(fc.subarray(all), fc.constantFrom(...all), (met, more) => {
      const [before, now] = [levelsOf(model, new Set(met)), levelsOf(model, new Set([...met, more]))];
      for (const code of Object.keys(now)) expect(now[code]).toBeGreaterThanOrEqual(before[code] ?? 0);
    }),
  );
});

test('a body claims with evidence, the integrator refuses one claim, and the level falls with it', async () => {
  const { id } = await b.call(contract.startAssessment, { organisationId: labour }, owner);
  expect(await b.call(contract.startAssessment, { organisationId: labour }, owner)).toEqual({ id });
  const claim = (criterion: string, evidence = 'Order 12', version?: number) => ({
    ...{ criterion, met: true, evidence },
    ...(version ? { version } : {}),
  });
  const save = (claims: ReturnType<typeof claim>[], send = false, as = owner) =>
    b.call(contract.saveClaims, { id, claims, send }, as);
  await expect(save([claim('data.2', '')])).rejects.toMatchObject({ code: 'integrator.evidence-missing' });
  await expect(save([claim('love.2')])).rejects.toMatchObject({ code: 'integrator.criterion-unknown' });
  await save([claim('data.2'), claim('data.3')]);
  await expect(save([claim('data.2', 'Another order')])).rejects.toMatchObject({
    code: 'integrator.changed-meanwhile',
  });
  await save([claim('data.2', 'Another order', 1), claim('systems.2')]);
  await expect(b.call(contract.examineAssessment, { id, refused: [] }, architect)).rejects.toMatchObject({
    code: 'integrator.not-sent',
  });
  expect(await save([], true)).toEqual({ id, state: 'sent' });
  await expect(save([], true)).rejects.toMatchObject({ code: 'integrator.assessment-sent' });
  const read = (as = owner) => b.call(contract.getAssessment, { id }, as);
  expect(await read()).toMatchObject({ score: 1.38, levels: { data: 3, systems: 2 }, may: [] });
  expect((await read(architect)).may).toEqual(['examine']);
  const refusal = (criterion: string) => ({ id, refused: [{ criterion, note: 'The order was repealed' }] });
  await expect(b.call(contract.examineAssessment, refusal('people.5'), architect)).rejects.toMatchObject({
    code: 'integrator.criterion-unknown',
  });
  const listed = async (as: typeof owner) => (await b.call(contract.listMaturity, {}, as)).items.length;
  expect([await listed(stranger), await listed(owner)]).toEqual([0, 1]);
  expect(await b.call(contract.examineAssessment, refusal('data.3'), architect)).toMatchObject({
    ...{ state: 'examined', levels: { data: 2, systems: 2 }, score: 1.25 },
  });
  const { claims } = await read();
  expect(claims.find(({ criterion }) => criterion === 'data.3')).toMatchObject({
    granted: false,
    note: 'The order was repealed',
  });
  expect(claims.find(({ criterion }) => criterion === 'data.2')).toMatchObject({ granted: true });
  expect(await listed(b.person())).toBe(1);
  await expect(read(stranger)).rejects.toMatchObject({ code: 'integrator.assessment-unknown' });
  await expect(b.call(contract.startAssessment, { organisationId: interior }, owner)).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await expect(b.call(contract.getAssessment, { id: newId() }, architect)).rejects.toMatchObject({
    code: 'integrator.assessment-unknown',
  });
});
