// SPDX-License-Identifier: Apache-2.0
/**
 * A ministry means to build what there is already: the checks find it and the standard solution, a remark is put and answered, two
 * sign, the conclusion verifies, and the figures move.
 */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { signRemotely } from './ministries.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { inLanguage, wordsOf } from './words.ts';

const home = '/examination';
const press = (value: string): [string, string] => ['_do', value];

interface Element {
  readonly id: string;
  readonly code: string;
  readonly name: { readonly en: string; readonly ru?: string };
  readonly facts: Readonly<Record<string, unknown>>;
  readonly relations: readonly {
    readonly kind: string;
    readonly out: boolean;
    readonly other: Omit<Element, 'relations'>;
  }[];
}
interface Found {
  readonly twin: Element;
  readonly solution: Omit<Element, 'relations'>;
  readonly functionId: string;
  readonly functionCode: string;
  readonly entity: Omit<Element, 'relations'>;
  readonly goal: Omit<Element, 'relations'>;
}

async function read<T>(who: Browser, path: string): Promise<T> {
  const { status, body } = await who.bytes(`/api${path}`);
  must(status === 200, `${path} answers ${status}`);
  return JSON.parse(body.toString()) as T;
}

/** A system of the register with one function, of a class for which a standard solution stands ready; another one for each language. */
async function find(who: Browser, nth: number): Promise<Found> {
  const list = async (kind: string) =>
    (await read<{ items: Omit<Element, 'relations'>[] }>(who, `/architecture/elements?kind=${kind}&limit=100`)).items;
  const [objects, solutions, [goal]] = [await list('object'), await list('solution'), await list('goal')];
  let left = nth;
  for (const one of objects) {
    const solution = solutions.find(({ facts }) => facts.class === one.facts.class);
    if (!solution || one.facts.class === undefined) continue;
    const twin = await read<Element>(who, `/architecture/elements/${one.id}`);
    const to = (kind: string) =>
      twin.relations.filter((each) => each.kind === kind && each.out).map(({ other }) => other);
    const [[does, more], [entity]] = [to('automates'), to('accesses')];
    if (!does || more || !entity || !goal || left-- > 0) continue;
    return { twin, solution, functionId: does.id, functionCode: does.code, entity, goal };
  }
  throw new Error('the register has no system to be like');
}

/** Ticks one of many: where there are more than are listed, they are looked up first. */
async function tick(
  who: Browser,
  page: Page,
  field: string,
  code: string,
  kept: Record<string, string>,
): Promise<Page> {
  const sought = `_find.${field}`;
  return page.forms().some(({ names }) => names.has(sought))
    ? who.submit(page, { ...kept, [sought]: code }, ['_find', field])
    : page;
}

async function draft(owner: Browser, { twin, functionId, functionCode, entity, goal }: Found): Promise<string> {
  const name = twin.name.ru ?? twin.name.en;
  let form = await tick(owner, await owner.get(`${home}/new`), 'functions', functionCode, { title: name });
  form = await tick(owner, form, 'goals', goal.code, { functions: functionId });
  form = await tick(owner, form, 'entities', entity.code, { goals: goal.id });
  const made = await owner.submit(form, {
    ...{ kind: 'proposal', title: name, purpose: 'One office, one system', functions: functionId, goals: goal.id },
    ...{ entities: entity.id, class: String(twin.facts.class), costMake: '900000', costYear: '200000', users: '300' },
  });
  must(/^\/examination\/[0-9a-f]{8}-/.test(made.path), `the dossier is there: ${made.text.slice(0, 400)}`);
  return made.path;
}

interface People {
  readonly owner: Browser;
  readonly examiner: Browser;
  readonly examiner2: Browser;
  readonly chief: Browser;
}
async function enter(base: string, language: string): Promise<People> {
  const browser = async (login: string) => {
    const one = new Browser(base, inLanguage(language));
    await one.signIn(login, 'meridia', home);
    return one;
  };
  return {
    ...{ owner: await browser('owner'), examiner: await browser('examiner') },
    ...{ examiner2: await browser('examiner2'), chief: await browser('chief') },
  };
}

/** Whoever signs in to the demo, not those who fit best. */
async function assign(chief: Browser, path: string): Promise<void> {
  const page = await chief.get(path);
  for (const name of ['Nurlan Iskakov', 'Lesya Savchuk']) {
    const box = new RegExp(
      `value="([0-9a-f-]{36})"[^>]*>\\s*(?:<div>)?<label[^>]*>(?:<!--[^>]*-->)?[^<]*(?:<bdi>)?${name}`,
    ).exec(page.html)?.[1];
    must(box, `${name} may examine it`);
    await chief.submit(await chief.get(path), { people: box }, press('assign'));
  }
}

const buttonOf = (page: Page, begins: string): string =>
  page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .map(([, value]) => value)
    .find((value) => value.startsWith(begins)) ?? '';

async function answerRemark(
  { owner, examiner }: People,
  path: string,
  say: (key: string) => string,
): Promise<Evidence> {
  const text = 'What does it do that the system there does not?';
  await examiner.submit(await examiner.get(path), { part: 'functions', clause: '8.2', text }, press('remark'));
  await examiner.submit(await examiner.get(path), {}, press('send-remarks'));
  const asked = await owner.get(path);
  must(asked.text.includes(say('examination.state-remarks')), `the clock stands: ${asked.text.slice(0, 400)}`);
  const button = buttonOf(asked, 'answer ');
  const remarkId = button.slice('answer '.length);
  await owner.submit(asked, { [`answer-${remarkId}`]: 'It takes over from it: see the plan' }, press(button));
  await owner.submit(await owner.get(path), {}, press('send-answers'));
  const judged = await examiner.get(path);
  const accepted = await examiner.submit(judged, {}, press(`judge accept ${remarkId}`));
  must(accepted.text.includes(say('examination.remark-accepted')), `it is accepted: ${accepted.text.slice(0, 400)}`);
  return { remarkId };
}

async function conclude({ examiner, examiner2, chief }: People, path: string): Promise<Evidence> {
  for (const one of [examiner, examiner2])
    await one.submit(
      await one.get(path),
      { outcome: 'conditional', 'opinion-text': 'Where it replaces the other' },
      press('opinion'),
    );
  const written = await chief.submit(
    await chief.get(path),
    {
      ...{ outcome: 'conditional', conclusion: 'It may be built where it replaces the system there.' },
      ...{ 'condition-1': 'The other system is taken out of use', 'due-1': '2027-12-31' },
    },
    press('consolidate'),
  );
  must(buttonOf(written, 'reopen') !== '', `the conclusion waits for two: ${written.text.slice(0, 600)}`);
  await signRemotely(examiner, path);
  const signed = await signRemotely(chief, path);
  must(signed.links(/^\/verify\//).length > 0, `both have signed: ${signed.text.slice(0, 600)}`);
  return { path };
}

async function verify(owner: Browser, anybody: Browser, path: string, say: (key: string) => string): Promise<Evidence> {
  const [address = ''] = (await owner.get(path)).links(/^\/verify\//);
  const shown = await anybody.get(address);
  must(shown.text.includes(say('verify.valid')), `it is genuine: ${shown.text.slice(0, 300)}`);
  must(shown.text.includes(say('examination.outcome-conditional')), 'the outcome is shown');
  const { body } = await owner.bytes(`/api/examination/dossiers/${path.split('/').at(-1)}/conclusion.asice`);
  const report = await anybody.sendFile(await anybody.get('/verify'), 'file', {
    name: 'conclusion.asice',
    content: body,
  });
  must(
    (report.text.match(/Iskakov|Abdrakhmanova/g) ?? []).length >= 2,
    `both signers are named: ${report.text.slice(0, 800)}`,
  );
  return { address, bytes: body.length };
}

export async function examine(
  base: string,
  language: string,
  { narrator, look }: { narrator: Narrator; look?: Look },
): Promise<void> {
  const say = wordsOf(language);
  const step = (title: string, run: () => Promise<Evidence>) =>
    narrator.step(language === 'en' ? title : `${title} (${language})`, run);
  const all = await enter(base, language);
  const { owner, examiner, examiner2, chief } = all;
  const anybody = new Browser(base, inLanguage(language));
  const examined = async () => (await read<{ examined: number }>(anybody, '/examination/figures')).examined;
  const before = await examined();
  let path = '';
  const found = await find(owner, ['en', 'ru', 'ar'].indexOf(language));
  await step('A ministry draws up a proposal for what there is already', async () => {
    path = await draft(owner, found);
    return { path };
  });
  await look?.('A dossier that is drawn up', owner, [path, `${path}/change`], 'draft');
  await step('It is submitted, and the checks find what there is and what stands ready', async () => {
    await owner.submit(await owner.get(path), {}, press('submit'));
    const checked = await eventually('the checks to have run', async () => {
      const page = await owner.get(path);
      return page.text.includes(say('examination.state-auto-checked')) && page;
    });
    const links = checked.links(/^\/architecture\/elements\//);
    must(
      checked.text.includes(say('examination.use-instead')),
      `it is told what to use: ${checked.text.slice(0, 900)}`,
    );
    must(links.includes(`/architecture/elements/${found.twin.id}`), `the twin is named: ${checked.text.slice(0, 900)}`);
    must(links.includes(`/architecture/elements/${found.solution.id}`), 'the standard solution is named');
    return { path, twin: found.twin.code, solution: found.solution.code };
  });
  await look?.('Examination, as its owner sees it', owner, [home, `${home}/new`, path]);
  await step('Examiners whom nothing binds to it take it on', async () => {
    await assign(chief, path);
    for (const one of [examiner, examiner2]) await one.submit(await one.get(path), {}, press('accept'));
    const page = await examiner.get(path);
    must(page.text.includes(say('examination.state-review')), `it is reviewed: ${page.text.slice(0, 400)}`);
    return { path };
  });
  await look?.(
    'Examination, as examiners see it',
    examiner,
    [home, path, `${home}/examiners`, `${home}/checks`],
    'review',
  );
  await step('A remark is put, answered while the clock stands, and accepted', () => answerRemark(all, path, say));
  await step('All say what they hold, the conclusion is written, and two sign it', () => conclude(all, path));
  await step('Everybody can verify the conclusion, by its code and by its file', () =>
    verify(owner, anybody, path, say),
  );
  await step('The figures have moved', async () => {
    // The history of the demo may still bring some of its own.
    const after = await examined();
    must(after > before, `${before} examined before, ${after} after`);
    const page = await anybody.get(home);
    must(page.text.includes(new Intl.NumberFormat('en').format(after)) || language !== 'en', 'the page says so');
    return { before, after };
  });
  await look?.('A signed conclusion', owner, [path], 'decided');
}
