// SPDX-License-Identifier: Apache-2.0
/** Decisions and the way of a case, explained to those they concern. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFormatter } from '../src/app/format.ts';
import { layOut } from '../src/design/components/DecisionGraph/layers.ts';
import { cellInWords } from '../src/design/components/DecisionTable/cells.ts';
import { messagesOf } from '../src/server/locale.ts';
import { catalogueAnswers, explanation, text } from './answers.ts';
import { caseAnswers, caseId, casesByState, taskId } from './case-answers.ts';
import { type Answers, citizen, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';
import { officeAnswers } from './office-answers.ts';

const answers: Answers = {};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());

const get = async (path: string, lang = 'en') => {
  Object.assign(answers, { ...catalogueAnswers, ...caseAnswers, ...officeAnswers, ...answers });
  const response = await fetch(portal.url + path, { headers: { cookie: `lang=${lang}` } });
  return { status: response.status, html: (await response.text()).replace(/<script[\s\S]*$/, '') };
};
const words = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

it('the page of a service says how the last year went, nothing of few cases, and stays without', async () => {
  portal.signIn(undefined);
  expect(words((await get('/services/work-permit')).html)).toContain(
    'Too few cases ended in the last year for figures.',
  );
  answers['cases.service-figures'] = () => ({
    ...{ from: '2025-11-30', until: '2026-11-30', finished: 1234, medianDays: 6.4, p90Days: 14, inTime: 0.934 },
    ...{ refused: 0.12, grounds: [{ text: { en: 'Overdue taxes', ar: 'ضرائب متأخرة' }, share: 0.4 }] },
  });
  const said = words((await get('/services/work-permit')).html);
  expect(said).toContain(
    'Cases ended 1,234 Half took at most 6 days Nine of ten took at most 14 days Decided in time 93% Refused 12%',
  );
  expect(said).toContain('Overdue taxes (40%)');
  expect(words((await get('/services/work-permit', 'ar')).html)).toContain('ضرائب متأخرة');
  answers['cases.service-figures'] = () => {
    throw new TestRefusal('unavailable', 'kernel.unreachable');
  };
  expect((await get('/services/work-permit')).status).toBe(200);
  delete answers['cases.service-figures'];
});

it('the page of a service leads to how it works: its process, its rules in words and as a table, and the law', async () => {
  portal.signIn(undefined);
  expect((await get('/services/work-permit')).html).toContain('href="/services/work-permit/how"');
  const { html } = await get('/services/work-permit/how');
  expect(words(html)).toContain('Skilled occupation, up to 12 months : €180.00 Art. 31(2)');
  expect(html).toContain(' Art. 31(2)</span>');
  expect(words(html)).toContain('Exactly one row applies.');
  expect(words(html)).toContain('1 from 1 to 12 €180.00 Skilled occupation, up to 12 months Art. 31(2)');
  expect(words(html)).toContain('more than 12 €300.00');
  expect(words(html)).toContain('Rounded fee . Is calculated: floor(fee)');
  expect(words(html)).toContain('uses: Months of work');
  expect(words(html)).toContain('Articles 12 to 19');
  expect(words((await get('/services/work-permit/how', 'ar')).html)).toContain('أكثر من 12');
  const [first] = explanation.process.nodes.filter(({ width }) => width > 0);
  answers['cases.list-step-times'] = () => ({
    items: [
      { node: first?.id ?? '', times: 9, medianSeconds: 9000 },
      { node: 'of-another-version', times: 9, medianSeconds: 60 },
    ],
  });
  expect(words((await get('/services/work-permit/how')).html)).toContain('takes 2.5 hours');
  expect(words((await get('/services/work-permit/how', 'ru')).html)).toContain('2,5 часа');
  answers['cases.list-step-times'] = () => {
    throw new TestRefusal('unavailable', 'kernel.unreachable');
  };
  expect((await get('/services/work-permit/how')).status).toBe(200);
  delete answers['cases.list-step-times'];
  answers['catalogue.explain-service'] = () => {
    throw new TestRefusal('missing', 'catalogue.service-unknown');
  };
  expect((await get('/services/nothing/how')).status).toBe(404);
  delete answers['catalogue.explain-service'];
});

it('an officer sees the table behind the advice with the row that applies, of the version of the case', async () => {
  portal.signIn(withDuty('Daniyar Omarov', 'labour.permit-officer'));
  const { html } = await get(`/office/tasks/${taskId}`);
  const [fired = '', ...others] = /<tr class="fired"[\s\S]*?<\/tr>/.exec(html) ?? [];
  expect(others).toEqual([]);
  expect(words(fired)).toContain('1 applies here');
  expect(portal.calls.findLast(({ name }) => name === 'catalogue.explain-service')?.input).toEqual({
    id: 'work-permit',
    version: explanation.version,
  });
  answers['catalogue.explain-service'] = () => {
    throw new TestRefusal('missing', 'catalogue.version-unknown');
  };
  const without = await get(`/office/tasks/${taskId}`);
  expect([without.status, without.html.includes('decision-table')]).toEqual([200, false]);
  delete answers['catalogue.explain-service'];
});

it('an applicant reads where the case is, and nothing of it where that may not be seen or the case is closed', async () => {
  portal.signIn(citizen);
  answers['cases.get-case'] = () => casesByState.submitted;
  const list = async () => /<ul class="task-list"[\s\S]*?<\/ul>/.exec((await get(`/cases/${caseId}`)).html)?.[0] ?? '';
  expect(words(await list()).trim()).toBe('Wait for the fee done Check the diploma done Decide on the permit now');
  answers['cases.get-process'] = () => {
    throw new TestRefusal('forbidden', 'kernel.not-permitted');
  };
  expect(await list()).toBe('');
  delete answers['cases.get-process'];
  answers['cases.get-case'] = () => ({ ...casesByState.submitted, state: 'closed' });
  expect(await list()).toBe('');
});

it('an applicant reads how many of several are done, and for how many the case stands at a step of each', async () => {
  portal.signIn(citizen);
  answers['cases.get-case'] = () => casesByState.submitted;
  const at = { x: 0, y: 0, width: 100, height: 80 };
  answers['cases.get-process'] = () => ({
    nodes: [
      { ...at, id: 'all', kind: 'sub-process', title: text('Each relative') },
      { ...at, id: 'ask', kind: 'service', title: text('Ask'), within: 'all' },
      { ...at, id: 'see', kind: 'user', title: text('Check'), within: 'all' },
    ],
    edges: [{ id: 'f', kind: 'sequence', from: 'ask', to: 'see', points: [], taken: true }],
    ...{ lanes: [], active: ['all', 'see'], tokens: { all: 1, see: 2 }, done: ['ask'], failed: [] },
    several: { all: { done: 1, of: 3 } },
  });
  const { html } = await get(`/cases/${caseId}`);
  const said = words(/<ul class="task-list"[\s\S]*?<\/ul>/.exec(html)?.[0] ?? '');
  expect(said.trim()).toBe('Each relative 1 of 3 done Ask done Check now, for 2 of 3');
  delete answers['cases.get-process'];
});

it('words one after another have the comma of the language', () => {
  const list = (language: 'en' | 'ar') => createFormatter(language, 'UTC', {}).list(['a', 'b']);
  expect([list('en'), list('ar')]).toEqual(['a, b', 'a، b']);
});

const page = createFormatter('en', 'Asia/Almaty', messagesOf('en'));
it.each([
  ['-', 'any'],
  ['true', 'yes'],
  ['"work", "study"', 'Work or study'],
  ['[1..12]', 'from 1 to 12'],
  ['(12..36]', 'more than 12, up to 36'],
  [']12..36[', 'more than 12, less than 36'],
  ['[1..2)', 'from 1, less than 2'],
  ['< 50', 'less than 50'],
  ['>=50', '50 or more'],
  ['not("work", 3)', 'not Work or 3'],
  ['0,[4..9]', '0 or from 4 to 9'],
  ['"a, b"', 'a, b'],
  ['date("2026-01-01")', 'date("2026-01-01")'],
  ['? + 1 > 3', '? + 1 > 3'],
  ['(', '('],
])('the cell %s reads "%s"', (cell, said) => {
  expect(cellInWords(cell, { work: 'Work' }, page.t)).toBe(said);
});

const graphOf = (...pairs: string[]) => {
  const edges = pairs.map((pair) => {
    const [from = '', to = ''] = pair.split(' ');
    return { from, to, kind: 'information' };
  });
  const ids = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  return { nodes: ids.map((id) => ({ id, kind: 'decision', title: text(id).en })), edges };
};

it.each([false, true])('what a decision needs stands below it, and nothing on another (right to left: %s)', (rtl) => {
  const { nodes, edges } = graphOf('a x', 'b x', 'a y', 'y x', 'c y', 'x z', 'a z', 'd z');
  const laid = layOut(nodes, edges, rtl);
  const at = (id: string) => laid.nodes.find((node) => node.id === id) ?? { x: -1, y: -1, width: 0, height: 0 };
  for (const { from, to } of edges) expect(at(from).y, `${from} below ${to}`).toBeGreaterThan(at(to).y);
  for (const [index, one] of laid.nodes.entries())
    for (const other of laid.nodes.slice(index + 1))
      expect(one.y === other.y && Math.abs(one.x - other.x) < one.width, `${one.id} on ${other.id}`).toBe(false);
  expect(laid.nodes.every(({ x, width }) => x >= 0 && x + width <= laid.width)).toBe(true);
  expect(laid.edges.every(({ path }) => /^M[\d.]+ [\d.]+C/.test(path))).toBe(true);
});

it('a circle of needs, and a need of what is not there, are drawn without an end', () => {
  const { nodes, edges } = graphOf('a b', 'b a');
  expect(layOut(nodes, [...edges, { from: 'nobody', to: 'a', kind: 'information' }], false).nodes).toHaveLength(2);
  expect(layOut([], [], false).nodes).toEqual([]);
});
