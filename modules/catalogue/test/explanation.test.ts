// SPDX-License-Identifier: Apache-2.0
/** How a service works, as anybody may read it. */
import { bench } from '@stoa/kernel/testing';
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import catalogue from '../src/index.ts';
import { checkPackage } from '../src/linter.ts';
import { publish, publishServices } from '../src/publication.ts';
import { changed } from './fixtures.ts';

const b = await bench(catalogue);
await publishServices(b.module);
const explain = (id: string, version?: string) =>
  b.call(contract.explainService, { id, ...(version ? { version } : {}) });

test('anybody may read how a service works: its process, its tables and the law', async () => {
  const { status, body } = await b.http().get('/api/catalogue/services/work-permit/explanation');
  expect(status).toBe(200);
  expect(body).toEqual(JSON.parse(JSON.stringify(await explain('work-permit'))));
  const { process, legalBasis, decisions } = await explain('work-permit');
  expect(legalBasis[0]?.articleText?.kk).toBe('12–19-баптар');
  expect(process.nodes.find(({ id }) => id === 'review')).toMatchObject({
    kind: 'user',
    title: { uk: 'Розгляд і рішення' },
    decision: 'decision',
  });
  expect(process.nodes.find(({ id }) => id === 'unpaid')).toMatchObject({
    kind: 'boundary-timer',
    attachedTo: 'payment',
  });
  expect(process.edges.find(({ id }) => id === 'f9')).toMatchObject({ title: { ar: 'نعم' }, conditional: true });
  expect(process.edges.find(({ id }) => id === 'f12')?.default).toBe(true);
  expect(decisions.map(({ name, title }) => [name, title.ru])).toEqual([
    ['eligibility', 'Условия, которые можно проверить до подачи'],
    ['fee', 'Сбор за разрешение на работу'],
    ['decision', 'Предложение решения о разрешении на работу'],
  ]);
});

test('a table is told with its hit policy, its columns in words, and the law behind each row', async () => {
  const { decisions, words } = await explain('work-permit');
  const [table] = decisions.find(({ name }) => name === 'decision')?.tables ?? [];
  expect(table).toMatchObject({ id: 'decision', hitPolicy: 'UNIQUE', outputs: [{ name: 'outcome' }] });
  expect(table?.inputs.map(({ ar }) => ar)).toContain('عُثر على الشهادة');
  expect(table?.rules[1]).toMatchObject({
    id: 'decision-tax-debt',
    tests: ['true', 'true', '-', '-', '-'],
    outputs: ['"refuse"'],
    lawText: { uk: 'Закон про трудову міграцію, ст. 14, ч. 2' },
  });
  expect(words.refuse?.en).toBe('Refuse the permit');
});

test('where no inputs are drawn the columns of the table are what a decision needs', async () => {
  const { decisions } = await explain('work-permit');
  const graph = decisions.find(({ name }) => name === 'fee')?.graph;
  expect(graph?.nodes.map(({ kind, title }) => `${kind} ${title.en}`)).toEqual([
    'decision Fee for a work permit',
    'input Major group of the occupation (ISCO-08)',
    'input Months of work',
    'input Employees of the company',
  ]);
  expect(graph?.edges.map(({ to }) => to)).toEqual(['fee', 'fee', 'fee']);
});

test('a case is explained by the version it is decided by', async () => {
  const before = await explain('work-permit');
  const { pkg } = await checkPackage(
    await changed({ 'texts.yaml': (text) => text.replace('f9: { en: "yes"', 'f9: { en: "surely"') }),
    b.module.country,
  );
  if (pkg) await b.module.tx({ kind: 'system' }, (tx) => publish(tx, pkg));
  const flow = async (version?: string) =>
    (await explain('work-permit', version)).process.edges.find(({ id }) => id === 'f9')?.title?.en;
  expect(await flow()).toBe('surely');
  expect(await flow(before.version)).toBe('yes');
});

test('a version from before drawings were kept is drawn from what is executed', async () => {
  const { pkg } = await checkPackage(await changed({}), b.module.country);
  if (!pkg) throw new Error('the package is well');
  const { drawing, ...old } = pkg;
  const drawn = contract.drawnProcess(old);
  expect(drawn.nodes.map(({ id }) => id)).toEqual(drawing?.nodes.map(({ id }) => id));
  expect(drawn.edges.find(({ id }) => id === 'f9')?.title?.ar).toBe('نعم');
  expect(drawn.lanes).toEqual([]);
});

test('a service or version that is not there is refused', async () => {
  await expect(explain('nothing')).rejects.toMatchObject({ code: 'catalogue.service-unknown' });
  await expect(explain('work-permit', `sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({
    code: 'catalogue.version-unknown',
  });
});

test.each([
  ['process.bpmn', (text: string) => text.replace('f9: ', 'f9x: '), 'no words under nodes for "yes" (f9)'],
  [
    'decision.dmn',
    (text: string) => text.replace('"The diploma was found":', 'x:'),
    'under terms for "The diploma was found"',
  ],
  ['eligibility.dmn', (text: string) => text.replace('  foreign:', '  x:'), 'under terms for "foreign"'],
])('what is drawn in %s has its words, or the package is not published', async (file, change, message) => {
  const { problems } = await checkPackage(await changed({ 'texts.yaml': change }), b.module.country);
  expect(problems).toEqual([{ file, message: expect.stringContaining(message) as string }]);
});

test('what only one case has is drawn beside the rest, and what is inside a called process is told without a place', async () => {
  const { pkg } = await checkPackage(await changed({}), b.module.country);
  if (!pkg) throw new Error('the package is well');
  const own = { kind: 'user', name: 'Ask a colleague', settings: {}, x: 10, y: 400, width: 120, height: 80 } as const;
  const drawn = contract.drawnProcess(pkg, {
    ...pkg.process,
    nodes: [
      ...pkg.process.nodes,
      { ...own, id: 'asked', event: { kind: 'signal' }, each: { sequential: true, list: '[1]' } },
      { ...own, id: 'called', kind: 'call' },
      { ...own, id: 'called.a', within: 'called' },
      { ...own, id: 'called.b', within: 'called', compensationOf: 'called.a' },
    ],
    edges: [...pkg.process.edges, { id: 'f', from: 'called.a', to: 'called.b', points: [{ x: 1, y: 1 }] }],
  });
  const node = (id: string) => drawn.nodes.find((one) => one.id === id);
  expect(node('asked')).toMatchObject({
    title: { en: 'Ask a colleague' },
    width: 120,
    event: 'signal',
    each: 'sequential',
  });
  expect(node('called')?.width).toBe(120);
  expect(node('called.b')).toMatchObject({ within: 'called', width: 0, compensation: true });
  expect(drawn.edges.find(({ id }) => id === 'f')?.points).toEqual([]);
});
