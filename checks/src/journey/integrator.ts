// SPDX-License-Identifier: Apache-2.0
/** The service integrator's work: an inventory from question to register, an ICT service through all its stages, the overview moves. */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { inLanguage, wordsOf } from './words.ts';

const home = '/integrator';
/** One language after another, so that each walk finds what the one before left. */
const languages = ['en', 'ru', 'ar'] as const;
const ministry = { en: 'Ministry of Health', ru: 'Министерство здравоохранения', ar: 'وزارة الصحة' } as const;
const press = (value: string): [string, string] => ['_do', value];
const id = '[0-9a-f-]{36}';

interface Walk {
  readonly say: (key: string) => string;
  readonly language: (typeof languages)[number];
  readonly owner: Browser;
  readonly architect: Browser;
  readonly second: Browser;
  readonly approver: Browser;
}
const buttonOf = (page: Page, beginning: string): [string, string] | undefined =>
  page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .find(([name, value]) => name === '_do' && value.startsWith(beginning));

/** The figure after a label. */
function figureOf(page: Page, label: string): number {
  const at = page.text.indexOf(label);
  return at < 0 ? -1 : Number(/\d+/.exec(page.text.slice(at + label.length))?.[0] ?? -1);
}

/** Chooses from a list that is looked up without JavaScript; what was typed meanwhile stays. */
async function choosing(who: Browser, page: Page, field: string, words: string, typed: Record<string, string>) {
  const found = await who.submit(page, { ...typed, [`_find.${field}`]: words }, ['_find', field]);
  const form = found.forms().find(({ names }) => names.has(field));
  const value = new RegExp(`name="${field}" value="([^"]+)"`).exec(found.html)?.[1];
  must(form && value, `${words} is found: ${found.text.slice(0, 300)}`);
  return { found, value: value ?? '' };
}

/** The ministry's questionnaire that is open; the history may still be on its way. */
const openAnswer = (owner: Browser, say: Walk['say']) =>
  eventually(
    'a questionnaire to be filled in',
    async () => {
      const overview = await owner.get(home);
      for (const path of overview.links(new RegExp(`^/integrator/answers/${id}$`))) {
        const page = await owner.get(path);
        if (buttonOf(page, 'send') && page.text.includes(say('integrator.send'))) return path;
      }
      return false;
    },
    240,
  );

async function openCampaign({ say, architect, language }: Walk): Promise<void> {
  const typed = { title: 'Inventory of health', opens: '01.11.2026', due: '31.12.2099' };
  const page = await architect.get(`${home}/campaigns`);
  const empty = await architect.submit(page, { title: '', opens: '', due: '' });
  must(empty.status === 422, `an empty form is refused: ${empty.status}`);
  const { found, value } = await choosing(architect, page, 'organisations', ministry[language], typed);
  const opened = await architect.submit(found, { ...typed, organisations: value });
  must(opened.text.includes(say('notice.campaign-opened')), `it is open: ${opened.text.slice(0, 300)}`);
}

async function takeInventory({ say, owner, architect }: Walk, users: number): Promise<Evidence & { path: string }> {
  const path = await openAnswer(owner, say);
  const refused = await owner.submit(await owner.get(path), {}, press('send'));
  must(refused.status === 409 || refused.status === 422, `unanswered elements are asked for: ${refused.status}`);
  const objects = await owner.get(`${path}?section=objects`);
  // Of those that have users: interfaces have none.
  const form = objects.html
    .split('<form')
    .find((one) => one.includes('value="changed ') && one.includes('value="users"'));
  const item = /value="changed ([0-9a-f-]{36}) /.exec(form ?? '')?.[1] ?? '';
  const change = buttonOf(objects, `changed ${item} `);
  must(item !== '' && change, `an element may be changed: ${objects.text.slice(0, 300)}`);
  const changed = await owner.submit(objects, { [`field-${item}`]: 'users', [`value-${item}`]: String(users) }, change);
  must(changed.text.includes(say('notice.integrator-kept')), `it is kept: ${changed.text.slice(0, 300)}`);
  const paper = await owner.submit(await owner.get(`${path}?section=paper`), { 'q-paper-in': '1200' }, press('facts'));
  must(paper.text.includes(say('notice.integrator-kept')), `a question is answered: ${paper.text.slice(0, 300)}`);
  for (const section of ['body', 'functions', 'objects', 'equipment', 'channels']) {
    const page = await owner.get(`${path}?section=${section}`);
    if (buttonOf(page, 'rest ')) await owner.submit(page, {}, press(`rest ${section}`));
  }
  const sent = await owner.submit(await owner.get(path), {}, press('send'));
  must(sent.text.includes(say('notice.answer-sent')), `it is sent: ${sent.text.slice(0, 300)}`);
  const unclear = await architect.get(path);
  const clarify = { text: 'Why so many users?' };
  const asked = await architect.submit(unclear, clarify, press('clarify'));
  must(asked.text.includes(clarify.text), `clarification is asked for: ${asked.text.slice(0, 300)}`);
  const written = await owner.submit(await owner.get(path), { remark: 'Counted anew' }, press('write'));
  must(written.text.includes('Counted anew'), `the thread goes on: ${written.text.slice(0, 300)}`);
  await owner.submit(await owner.get(path), {}, press('send'));
  const accepted = await architect.submit(await architect.get(path), {}, press('accept'));
  must(accepted.text.includes(say('notice.answer-accepted')), `it is in the register: ${accepted.text.slice(0, 300)}`);
  return { path, users };
}

async function assess({ say, owner, architect }: Walk): Promise<Evidence & { path: string }> {
  const page = await owner.submit(await owner.get(`${home}/maturity`), {}, press('start'));
  const { path } = page;
  if (!buttonOf(page, 'send')) return { path, before: true };
  const claims = { met: 'data.2', 'evidence-data.2': 'Order 12' };
  const bare = await owner.submit(page, { ...claims, 'evidence-data.2': '' }, press('send'));
  must(bare.status === 422, `evidence is asked for: ${bare.status}`);
  const sent = await owner.submit(page, claims, press('send'));
  must(sent.text.includes(say('notice.answer-sent')), `it is sent: ${sent.text.slice(0, 300)}`);
  const examined = await architect.submit(await architect.get(path), {}, press('examine'));
  must(examined.text.includes(say('integrator.assessment-examined')), `it is examined: ${examined.text.slice(0, 300)}`);
  return { path };
}

/** One step, by whoever may take it; false where the service is in operation. */
async function stepOf({ language, architect, second, approver }: Walk, path: string): Promise<boolean> {
  const waits = await second.get(path);
  if (buttonOf(waits, 'confirm')) {
    must(
      !buttonOf(await architect.get(path), 'confirm'),
      'who asked for a step that commits money does not confirm it',
    );
    await second.submit(waits, {}, press('confirm'));
    return true;
  }
  const page = await architect.get(path);
  const simple = ['move submit', 'move tender', 'move hand-over'].find((one) => buttonOf(page, one));
  if (simple) await architect.submit(page, {}, press(simple));
  else if (buttonOf(page, 'move contract')) {
    const contract = { number: 'K-77', supplier: 'Data Works', sum: '1200000', until: '31.12.2027' };
    await architect.submit(page, contract, press('move contract'));
  } else if (buttonOf(page, 'passed ')) return testAndAccept({ language, architect, second }, path);
  else {
    const asked = await approver.get(path);
    if (!buttonOf(asked, 'approve')) return false;
    await approver.submit(asked, {}, press('approve'));
  }
  return true;
}
async function testAndAccept(
  { language, architect, second }: Pick<Walk, 'language' | 'architect' | 'second'>,
  path: string,
): Promise<boolean> {
  const page = await architect.get(path);
  const numbers = page
    .forms()
    .flatMap(({ buttons }) => buttons)
    .flatMap(([, value]) => (value.startsWith('passed ') ? [value.slice('passed '.length)] : []));
  const [first = '1'] = numbers;
  await architect.submit(page, { [`finding-${first}`]: 'Too slow' }, press(`failed ${first}`));
  for (const number of numbers.slice(1))
    await architect.submit(await architect.get(path), {}, press(`passed ${number}`));
  const open = await second.get(path);
  must(!buttonOf(open, 'move accept'), 'nobody accepts with an open failure');
  await architect.submit(await architect.get(path), {}, press(`passed ${first}`));
  const ready = await second.get(path);
  const typed = { tariff: '1000', scale: 'local' };
  const { found, value } = await choosing(second, ready, 'consumers', ministry[language], typed);
  await second.submit(found, { ...typed, consumers: value }, press('move accept'));
  return true;
}
async function bringIntoOperation(walk: Walk): Promise<Evidence & { path: string }> {
  const { say, architect } = walk;
  const before = figureOf(await architect.get(`${home}/ict-services`), say('integrator.in-operation'));
  const stages = ['requirements', 'approved', 'tender', 'development'];
  let path = '';
  for (const stage of stages) {
    const list = await architect.get(`${home}/ict-services?stage=${stage}`);
    path ||= list.links(new RegExp(`^/integrator/ict-services/${id}$`))[0] ?? '';
  }
  must(path !== '', 'an ICT service is on its way');
  let steps = 0;
  while (steps < 16 && (await stepOf(walk, path))) steps += 1;
  const end = await architect.get(path);
  must(end.text.includes(say('integrator.act-accept')), `it was accepted: ${end.text.slice(0, 400)}`);
  const after = figureOf(await architect.get(`${home}/ict-services`), say('integrator.in-operation'));
  must(after === before + 1, `the figure moves: ${before}, ${after}`);
  return { path, steps, before, after };
}

export async function integrate(base: string, { narrator, look }: { narrator: Narrator; look: Look }): Promise<void> {
  const anybody = new Browser(base);
  for (const [at, language] of languages.entries()) {
    const enter = async (login: string) => {
      const one = new Browser(base, inLanguage(language));
      await one.signIn(login, 'meridia', home);
      return one;
    };
    const [owner, architect] = [await enter('owner'), await enter('architect')];
    const [second, approver] = [await enter('architect2'), await enter('approver')];
    const walk: Walk = { say: wordsOf(language), language, owner, architect, second, approver };
    const seen: string[] = [];
    if (at > 0)
      await narrator.step(`The integrator opens an inventory (${language})`, async () =>
        openCampaign(walk).then(() => ({})),
      );
    await narrator.step(`An owner answers the inventory, it is clarified and accepted (${language})`, async () => {
      const done = await takeInventory(walk, 3000 + at);
      seen.push(done.path);
      return done;
    });
    await narrator.step(`A body assesses itself and is examined (${language})`, async () => {
      const done = await assess(walk);
      seen.push(done.path);
      return done;
    });
    await narrator.step(`An ICT service goes through its stages, the overview moves (${language})`, async () => {
      const done = await bringIntoOperation(walk);
      seen.push(done.path);
      return done;
    });
    if (at > 0) continue;
    const body = `${home}/bodies/XM-HEALTH-MINISTRY`;
    await look('The integrator, as everybody sees it', anybody, [
      ...[home, `${home}/campaigns`, `${home}/maturity`, `${home}/bodies`, `${home}/templates`, `${home}/ict-services`],
      ...[`${home}/norms`, `${home}/norms/informatisation-law/39`, `${home}/consultations`, seen[2] ?? ''],
    ]);
    await look('The integrator, for an owner', owner, [home, seen[0] ?? '', body, `${home}/consultations`], 'owner');
    const campaign = (await architect.get(`${home}/campaigns`)).links(new RegExp(`^/integrator/campaigns/${id}$`))[0];
    await look(
      'The integrator, for an architect',
      architect,
      [home, `${home}/campaigns`, campaign ?? '', ...seen, body, `${home}/consultations`, `${home}/norms`],
      'integrator',
    );
  }
}
