// SPDX-License-Identifier: Apache-2.0
/** ICT services go their way by one table, and the register follows. */
import architecture from '@stoa/architecture';
import { getElement, importElements, listElements } from '@stoa/architecture/contract';
import { newId } from '@stoa/kernel';
import fc from 'fast-check';
import { benchWith } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { serviceActs, serviceStages } from '../src/contract.ts';
import { actsOf, after, mayAccept, moves, registered } from '../src/table.ts';
import ict from '../src/index.ts';

const b = await benchWith({ STOA_DEMO: '0' }, ict, architecture);
const labour = 'XM-LABOUR-MINISTRY';
const having = (name: string, code: string, organisationId = 'XM-SERVICE-INTEGRATOR') =>
  b.person({ id: newId(), name, duties: [{ code, organisationId }] });
const owner = having('Owner of labour', 'architecture.owner', labour);
const architect = having('Architect', 'architecture.integrator');
const chief = having('Chief', 'architecture.integrator');
const approver = having('Approver', contract.approverDuty, 'XM-DIGITAL-MINISTRY');
const enter = (kind: string, code: string, more: { level?: number; from?: string } = {}) =>
  b.call(
    importElements,
    {
      ...{ dryRun: false, provenance: 'imported', relations: [] },
      elements: [{ kind, code, name: { en: code }, ownerId: labour, facts: {}, from: '2020-01-01', ...more }],
    },
    architect,
  );
const supplied = { number: 'K-1', supplier: 'Data Works', sum: 100_00, until: '2027-12-31' };
const running = { tariff: 5_00, scale: 'republican' as const, consumers: [labour] };

async function opened() {
  const code = `ICT-${newId().slice(-12)}`;
  await enter('ict-service', code);
  const { items } = await b.call(listElements, { kind: 'ict-service', search: code }, architect);
  const { id } = await b.call(contract.openService, { elementId: items[0]?.id ?? '' }, architect);
  const read = (as = architect) => b.call(contract.getService, { id }, as);
  const write = (more: { number?: number; text?: string; version?: number }) =>
    b.call(contract.writeRequirement, { id, version: 1, ...more }, architect);
  const move = (act: Parameters<typeof b.call<typeof contract.moveService>>[1]['act'], more = {}, as = architect) =>
    b.call(contract.moveService, { id, act, ...more }, as);
  const confirm = (as = chief, yes = true) => b.call(contract.confirmMove, { id, confirm: yes }, as);
  const decide = (grant: boolean, note?: string, as = approver) =>
    b.call(contract.decideRequirements, { id, grant, ...(note ? { note } : {}) }, as);
  const tried = (number: number, passed: boolean, finding?: string) =>
    b.call(contract.testRequirement, { id, number, passed, ...(finding ? { finding } : {}) }, architect);
  const inRegister = async () => (await b.call(getElement, { id }, architect)).facts;
  return { id, read, write, move, confirm, decide, tried, inRegister };
}

test('whatever acts are tried, a service is where the table led it; operation is reached by every stage and left by none', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...serviceActs), { maxLength: 40 }), (acts) => {
      let stage: contract.ServiceStage = 'requirements';
      const passed: string[] = [];
      for (const act of acts) {
        const to = after(stage, act);
        expect(to !== undefined).toBe([...actsOf(stage, 'integrator'), ...actsOf(stage, 'approver')].includes(act));
        if (to) {
          passed.push(act);
          stage = to;
        }
      }
      const at = serviceStages.indexOf(stage);
      for (const [step, needed] of [
        ['approve', 2],
        ['tender', 3],
        ['contract', 4],
        ['hand-over', 5],
        ['accept', 6],
      ] as const)
        if (at >= needed) expect(passed).toContain(step);
      if (stage === 'operation') expect(serviceActs.every((act) => after('operation', act) === undefined)).toBe(true);
    }),
  );
  expect(moves.approve.by).toBe('approver');
  expect(serviceStages.map(registered)).not.toContain('submitted');
});

test('with one failure or one requirement untested nobody accepts', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(true, false, undefined)), (results) => {
      expect(mayAccept(results)).toBe(results.length > 0 && !results.some((one) => one !== true));
    }),
  );
});

test('a service goes from requirements to operation; who submits does not approve, an open failure keeps it from being accepted', async () => {
  const { id, read, write, move, confirm, decide, tried, inRegister } = await opened();
  await expect(move('submit')).rejects.toMatchObject({ code: 'ict.no-requirements' });
  await write({ text: 'Answers in a second' });
  await write({ text: 'Keeps seven years' });
  await expect(write({ number: 9, text: 'Something else' })).rejects.toMatchObject({
    code: 'ict.requirement-unknown',
  });
  await expect(move('tender')).rejects.toMatchObject({ code: 'ict.stage-wrong' });
  expect(await move('submit')).toEqual({ id, stage: 'submitted' });
  await expect(decide(true, undefined, architect)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(decide(false)).rejects.toMatchObject({ code: 'ict.reason-missing' });
  await decide(false, 'Which load?');
  await expect(write({ number: 1, text: 'Answers a hundred in a second' })).rejects.toMatchObject({
    code: 'ict.changed-meanwhile',
  });
  await write({ number: 1, text: 'Answers a hundred in a second', version: 2 });
  await move('submit');
  expect((await inRegister())['service-stage']).toBe('requirements');
  expect(await decide(true)).toEqual({ id, stage: 'approved' });
  expect((await inRegister())['service-stage']).toBe('approved');
  await expect(write({ text: 'One more', version: 2 })).rejects.toMatchObject({ code: 'ict.stage-wrong' });
  await expect(confirm()).rejects.toMatchObject({ code: 'ict.nothing-proposed' });
  expect(await move('tender')).toEqual({ id, stage: 'approved' });
  await expect(move('tender', {}, chief)).rejects.toMatchObject({ code: 'ict.proposed-already' });
  await expect(confirm(architect)).rejects.toMatchObject({ code: 'ict.own-request' });
  await expect(confirm(owner)).rejects.toMatchObject({ kind: 'forbidden' });
  expect((await read(architect)).may).toEqual(['drop']);
  expect(await confirm(architect, false)).toEqual({ id, stage: 'approved' });
  await move('tender');
  expect((await read(chief)).may).toEqual(['drop', 'confirm']);
  expect(await confirm()).toEqual({ id, stage: 'tender' });
  await expect(move('contract')).rejects.toMatchObject({ code: 'ict.contract-missing' });
  await move('contract', { contract: supplied });
  expect((await read()).proposed).toMatchObject({ act: 'contract', contract: supplied, byName: 'Architect' });
  expect(await confirm()).toEqual({ id, stage: 'development' });
  expect(await inRegister()).toMatchObject({ 'service-stage': 'development', supplier: 'Data Works' });
  await expect(tried(1, true)).rejects.toMatchObject({ code: 'ict.stage-wrong' });
  await move('hand-over');
  await expect(tried(1, false)).rejects.toMatchObject({ code: 'ict.finding-missing' });
  await expect(tried(7, true)).rejects.toMatchObject({ code: 'ict.requirement-unknown' });
  await tried(1, false, 'Forty in a second');
  await tried(2, true);
  const accept = (as = chief) => move('accept', { operation: running }, as);
  await expect(accept()).rejects.toMatchObject({ code: 'ict.not-tested' });
  expect((await read(chief)).may).not.toContain('accept');
  await expect(move('rework')).rejects.toMatchObject({ code: 'ict.reason-missing' });
  await move('rework', { note: 'Forty in a second' });
  b.clock.advance({ hours: 1 });
  await move('hand-over');
  await tried(1, true);
  await expect(accept()).rejects.toMatchObject({ code: 'ict.not-tested' });
  await tried(2, true);
  await expect(accept(architect)).rejects.toMatchObject({ code: 'ict.own-request' });
  await expect(move('accept', {}, chief)).rejects.toMatchObject({ code: 'ict.operation-missing' });
  expect(await accept()).toEqual({ id, stage: 'operation' });
  expect(await inRegister()).toMatchObject({ 'service-stage': 'operation', scale: 'republican', tariff: 5_00 });
  const whole = await read(b.person());
  expect(whole).toMatchObject({ version: 2, requirements: 2, passed: 2, failed: 0, operation: running, may: [] });
  expect(whole.moves.map(({ act }) => act)).toEqual([
    ...['submit', 'return', 'submit', 'approve', 'tender', 'contract', 'hand-over', 'rework', 'hand-over', 'accept'],
  ]);
  expect(whole.list.map(({ number, untilVersion }) => [number, untilVersion])).toEqual([
    [1, 2],
    [1, undefined],
    [2, undefined],
  ]);
});

test('only an ICT service of the register that is owned goes this way, and once', async () => {
  const { id } = await opened();
  await expect(b.call(contract.openService, { elementId: id }, architect)).rejects.toMatchObject({
    code: 'ict.service-there',
  });
  await enter('object', 'IS-PLAIN');
  const { items } = await b.call(listElements, { kind: 'object', search: 'IS-PLAIN' }, architect);
  await expect(b.call(contract.openService, { elementId: items[0]?.id ?? '' }, architect)).rejects.toMatchObject({
    code: 'ict.not-a-service',
  });
  await expect(b.call(contract.getService, { id: newId() }, owner)).rejects.toMatchObject({
    code: 'ict.service-unknown',
  });
  const { write, move, decide } = await opened();
  await write({ text: 'Answers in a second' });
  await move('submit');
  const own = b.person({
    id: newId(),
    name: 'Their own',
    duties: [{ code: contract.approverDuty, organisationId: labour }],
  });
  await expect(decide(true, undefined, own)).rejects.toMatchObject({ code: 'ict.own-request' });
});

test('twenty at once: each step is taken once, others are told that it was', async () => {
  const { id, write, move } = await opened();
  await write({ text: 'Answers in a second' });
  const codes = await Promise.all(
    Array.from({ length: 20 }, () =>
      move('submit').then(
        () => 'ok',
        (error: { code: string }) => error.code,
      ),
    ),
  );
  expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
  expect(new Set(codes)).toEqual(new Set(['ok', 'ict.stage-wrong']));
  expect(await b.sql(`select count(*)::integer as n from ict.service_move where service_id = '${id}'`)).toEqual([
    { n: 1 },
  ]);
  const part = { part: 'all', services: [] };
  await expect(b.call(contract.enterDemoServices, part, architect)).rejects.toMatchObject({ kind: 'forbidden' });
  const demo = { kind: 'service', id: 'demo' } as const;
  await expect(b.call(contract.enterDemoServices, part, demo)).rejects.toMatchObject({ code: 'ict.demo-off' });
});

test('a service that the register keeps from somebody is on no list and under no address for them', async () => {
  const { id, read } = await opened();
  const { code } = await read();
  const everybody = [undefined, b.person(), having('Owner of interior', 'architecture.owner', 'XM-INTERIOR-MINISTRY')];
  const listed = async (as: typeof owner | undefined) =>
    (await b.call(contract.listServices, {}, as)).items.some((one) => one.id === id);
  for (const as of everybody)
    expect([await listed(as), (await b.call(contract.getService, { id }, as)).id]).toEqual([true, id]);
  await enter('ict-service', code, { level: 2, from: '2021-01-01' });
  for (const as of everybody) {
    expect(await listed(as)).toBe(false);
    await expect(b.call(contract.getService, { id }, as)).rejects.toMatchObject({ code: 'ict.service-unknown' });
  }
  for (const as of [owner, architect, approver]) expect([await listed(as), (await read(as)).id]).toEqual([true, id]);
});
