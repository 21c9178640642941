// SPDX-License-Identifier: Apache-2.0
/** Each rule both ways: over facts alone, and over a real register that says them. */
import { languages } from '@stoa/kernel/contract';
import { expect, test } from 'vitest';
import type { Facts } from '../src/checks/gathered.ts';
import { judge, required, rules } from '../src/checks/rules.ts';
import * as contract from '../src/contract.ts';
import { labour, world } from './world.ts';

const sound: Facts = {
  ...{
    kind: 'specification',
    today: '2026-06-01',
    missing: [],
    functions: [{ found: true }],
    objects: [{ score: 0.59 }],
  },
  ...{ solutions: [{ covers: 0.49 }], services: [], masters: [{ elsewhere: 0 }], gateway: true, securityTest: true },
  ...{ technologies: [{ radar: 'adopt', endOfLife: '2026-06-02' }], mbits: 10, gigabytes: 10 },
  ...{ headroom: { known: true, mbits: 10, gigabytes: 10, load: 80 }, perUser: 5, peers: { sample: 5, p90: 5 } },
  ...{ goals: 1, linked: 1, budget: 1, parent: true, drift: { scope: 0.1, cost: 0.1 }, clashes: [{ share: 0.49 }] },
};
const lines = {
  ...{ missing: [], functions: [], objects: [], solutions: [], services: [], masters: [], integration: [] },
  ...{ technologies: [], headroom: [], cost: [], security: [], goals: [], drift: [], clashes: [] },
};
const failing = (facts: Partial<Facts>) =>
  judge({ facts: { ...sound, ...facts }, lines, digest: '' })
    .filter(({ result }) => result === 'failed')
    .map(({ check }) => check);
const silent = (facts: Partial<Facts>) =>
  judge({ facts: { ...sound, ...facts }, lines, digest: '' })
    .filter(({ result }) => result === 'not-applicable')
    .map(({ check }) => check);

test('a sound dossier passes every rule at the very edge of it', () => {
  expect(judge({ facts: sound, lines, digest: '' }).map(({ result }) => result)).toEqual(rules.map(() => 'passed'));
});

const faults: readonly (readonly [string, Partial<Facts>])[] = [
  ['completeness', { missing: ['goals'] }],
  ['function-in-model', { functions: [{ found: true }, { found: false }] }],
  ['duplicate', { objects: [{ score: 0.2 }, { score: 0.6 }] }],
  ['standard-solution', { solutions: [{ covers: 0.5 }] }],
  ['ict-service', { services: [{ covers: 1 }] }],
  ['master-data', { masters: [{ elsewhere: 0 }, { elsewhere: 1 }] }],
  ['gateway-only', { gateway: false }],
  ['technology-current', { technologies: [{ radar: 'hold', endOfLife: '' }] }],
  ['technology-current', { technologies: [{ radar: 'retire', endOfLife: '' }] }],
  ['technology-current', { technologies: [{ radar: '', endOfLife: '2026-06-01' }] }],
  ['headroom', { mbits: 10.1 }],
  ['headroom', { gigabytes: 11 }],
  ['headroom', { headroom: { known: true, mbits: 10, gigabytes: 10, load: 81 } }],
  ['cost-per-user', { perUser: 5.1 }],
  ['security-test', { securityTest: false }],
  ['security-test', { securityTest: null }],
  ['goal-trace', { goals: 0 }],
  ['goal-trace', { linked: 0 }],
  ['goal-trace', { budget: 0 }],
  ['drift', { drift: { scope: 0.11, cost: 0 } }],
  ['drift', { drift: { scope: 0, cost: 0.11 } }],
  ['clash', { clashes: [{ share: 0.5 }] }],
];
test.each(faults)('%s fails for %o, and nothing else does', (check, facts) => {
  expect(failing(facts)).toEqual([check]);
});
test('every rule has a fault here, and says nothing where there is nothing to say', () => {
  expect([...new Set(faults.map(([check]) => check))]).toEqual(rules.map(({ id }) => id));
  expect(silent({ masters: [], technologies: [], gateway: null, perUser: null, parent: false })).toEqual([
    ...['master-data', 'gateway-only', 'technology-current', 'cost-per-user', 'drift'],
  ]);
  expect(silent({ headroom: { known: false, mbits: 0, gigabytes: 0, load: 0 }, peers: { sample: 4, p90: 1 } })).toEqual(
    [...['headroom', 'cost-per-user']],
  );
});
test('each rule has its words in five languages, a clause, a weight, and kinds with parts they ask for', () => {
  for (const { title, explanation, cure, clause, weight, kinds, applies, passes } of rules) {
    for (const words of [title, explanation, cure])
      for (const language of languages) expect(words[language]?.length).toBeGreaterThan(3);
    expect([clause !== '', weight > 0, kinds.length > 0]).toEqual([true, true, true]);
    for (const rule of [applies, passes]) expect(typeof rule).toBe('string');
  }
  for (const kind of contract.kinds) expect(required[kind].length).toBeGreaterThan(5);
});

const w = await world();
const { b, adding, relating, change, get, owner } = w;
const function1 = adding('function', 'Paying benefits');
const goal = adding('goal', 'Nobody in need');
const person = adding('entity', 'Beneficiary');
const twin = adding('object', 'Payments of benefits', { facts: { class: 'accounting', 'cost-year': 1000, users: 10 } });
const solution = adding('solution', 'Typical payments', { facts: { class: 'accounting' } });
const ready = adding('solution', 'Accounts for everybody', { facts: { class: 'accounting' } });
const service = adding('ict-service', 'Payments as a service');
const old = adding('technology', 'Old database', { facts: { 'end-of-life': '2020-01-01', radar: 'retire' } });
const site = adding('site', 'Data centre');
const channel = adding('channel', 'Line', { facts: { contracted: 100, peak: 90 } });
const store = adding('equipment', 'Store', { facts: { 'equipment-kind': 'storage', disk: 1000, load: 40 } });
const volume = adding('volume', 'Copies', { facts: { stored: 950 } });
const peers = Array.from({ length: 6 }, (_, nth) =>
  adding('object', `Peer ${nth}`, { facts: { class: 'accounting', 'cost-year': 1000, users: 10 } }),
);
const hidden = adding('object', 'Payments of benefits', { level: 2, ownerId: 'XM-INTERIOR-MINISTRY' });
await change([
  function1,
  goal,
  person,
  twin,
  solution,
  ready,
  service,
  old,
  site,
  channel,
  store,
  volume,
  ...peers,
  hidden,
]);
await change([
  ...[twin, solution, service, hidden].map((one) => relating('automates', one, function1)),
  relating('accesses', twin, person, { access: 'master' }),
  ...[relating('connected-by', site, channel), relating('hosted-at', store, site), relating('runs-on', volume, store)],
]);
const planned = { class: 'accounting', users: 10, costMake: 5000, costYear: 2000, mbits: 50, gigabytes: 100 };
const faulty = {
  title: 'Payments of benefits',
  touches: {
    ...{ functions: [function1.id], goals: [goal.id], entities: [person.id], masters: [person.id] },
    ...{ technologies: [old.id], site: site.id },
  },
  planned: { ...planned, gateway: false, securityTest: false },
};
const file = (id: string) =>
  b.call(contract.addFile, { id, name: 'study.txt', content: Buffer.from('x').toString('base64') }, owner);
async function checked(more: Parameters<typeof w.draft>[0]) {
  const { id } = await w.draft(more);
  await file(id);
  await b.call(contract.submitDossier, { id }, owner);
  await b.drain();
  return id;
}
const resultsOf = async (id: string) => (await get(id)).runs[0]?.results ?? [];
const failedOf = async (id: string) =>
  (await resultsOf(id)).filter(({ result }) => result === 'failed').map(({ check }) => check);

test('the register itself says each fault, with what may be used instead and the score in its parts', async () => {
  const parent = await w.submitted({ planned: { ...w.whole.planned, costMake: 1 } });
  const id = await checked({ ...faulty, kind: 'specification', parentId: parent });
  expect(await get(id)).toMatchObject({ state: 'auto-checked' });
  expect(await failedOf(id)).toEqual([
    ...['duplicate', 'standard-solution', 'ict-service', 'master-data', 'gateway-only', 'technology-current'],
    ...['headroom', 'cost-per-user', 'security-test', 'goal-trace', 'drift'],
  ]);
  const results = await resultsOf(id);
  const linesOf = (check: string) => results.find((one) => one.check === check)?.lines ?? [];
  expect(linesOf('duplicate')[0]).toMatchObject({
    ...{ id: twin.id, code: twin.code },
    values: { functions: 1, entities: 1, class: 1, score: expect.any(Number) },
  });
  expect(linesOf('duplicate').map((line) => line.id)).not.toContain(hidden.id);
  expect(linesOf('standard-solution')[0]).toMatchObject({ id: solution.id, values: { covers: 1 } });
  expect(linesOf('standard-solution')[1]).toMatchObject({ id: ready.id, values: { class: 1, covers: 1 } });
  expect(linesOf('ict-service')[0]).toMatchObject({ id: service.id });
  expect(linesOf('master-data')[0]).toMatchObject({ id: twin.id, word: 'master-of' });
  expect(linesOf('headroom')[0]?.values).toEqual({
    ...{ 'free-mbits': 10, 'free-gigabytes': 50, load: 40, mbits: 50, gigabytes: 100 },
  });
  expect(linesOf('cost-per-user')[0]?.values).toMatchObject({ sample: 7 });
});

test('cured, it passes: what exists is used or replaced, the rest is planned as the rules ask', async () => {
  await change([relating('influences', function1, goal)]);
  const current = adding('technology', 'New database', { facts: { radar: 'adopt' } });
  await change([current]);
  const id = await checked({
    ...{ kind: 'specification', title: 'Anew' },
    touches: {
      ...{ functions: [function1.id], goals: [goal.id], entities: [person.id], technologies: [current.id] },
      ...{ replaces: [twin.id], solutions: [solution.id, ready.id], services: [service.id], site: site.id },
    },
    planned: { ...planned, costYear: 500, mbits: 5, gigabytes: 20, gateway: true, securityTest: true },
  });
  // The faulty one is still under way with the same function.
  expect(await failedOf(id)).toEqual(['clash']);
  const [clash] = (await resultsOf(id)).find(({ check }) => check === 'clash')?.lines ?? [];
  expect(clash).toMatchObject({ word: 'clash', values: { organisation: labour, share: 1 } });
});

test('functions that are none and goals that are none are told', async () => {
  const id = await checked({ ...w.whole, touches: { functions: [person.id], goals: [person.id] } });
  expect(await failedOf(id)).toEqual(['function-in-model', 'goal-trace']);
});

test('the checks are run again by hand, and by themselves when the register says something else', async () => {
  const id = await checked({ ...w.whole, title: 'Something of its own' });
  const run = await b.call(contract.rerunChecks, { id }, w.chief);
  expect(run.reason).toBe('hand');
  b.clock.advance({ hours: 1 });
  await b.drain();
  expect((await get(id)).runs).toHaveLength(2);
  const rival = adding('object', 'Something of its own', { facts: { class: 'registry' } });
  await change([rival, relating('automates', rival, w.permits)]);
  b.clock.advance({ hours: 1 });
  await b.drain();
  const { runs } = await get(id);
  expect(runs[0]).toMatchObject({ reason: 'register' });
  expect(runs[0]?.digest).not.toBe(runs[1]?.digest);
  expect(runs[0]?.results.find(({ check }) => check === 'duplicate')?.result).toBe('failed');
  expect(runs[1]?.results.find(({ check }) => check === 'duplicate')?.result).toBe('passed');
  const { id: draft } = await w.draft();
  await expect(b.call(contract.rerunChecks, { id: draft }, w.chief)).rejects.toMatchObject({
    code: 'examination.state-forbids',
  });
});

test('everybody reads the rules', async () => {
  const { items, required: asked, terms } = await b.call(contract.listChecks, {}, undefined);
  expect(items.map(({ id }) => id)).toEqual(rules.map(({ id }) => id));
  expect([Object.keys(asked), terms.proposal?.examine]).toEqual([[...contract.kinds], 15]);
});
