// SPDX-License-Identifier: Apache-2.0
/**
 * A register is read while the person agrees and not after; they take a copy of their data along, have an entry corrected by the
 * office that keeps it, and read what two persons published.
 */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const service = 'criminal-record-certificate';
const purpose = 'criminal-record-identity';
const number = '112-233-445 95';
const press = (value: string): [string, string] => ['_do', value];
const firstName = 'Aigerim Seitkali';

/** The page after the number: what the register says stands there, or the question whether one agrees. */
async function giveNumber(person: Browser): Promise<Page> {
  const page = await person.startService(service);
  must(
    page.path.endsWith('/form/number'),
    `the first page asks for the number, not ${page.path}: ${page.text.slice(0, 300)}`,
  );
  return person.submit(page, { snils: number });
}
const asksConsent = (page: Page) => page.text.includes(say('register.agree'));
const own = `/cabinet/data/consents/${purpose}`;

async function takeBack(person: Browser): Promise<Page> {
  return person.submit(await person.get(own), {}, press('withdraw'));
}

async function read(person: Browser): Promise<Evidence & { path: string }> {
  // What an earlier walk left behind.
  if ((await person.get(own)).text.includes(say('data.withdraw-about'))) await takeBack(person);
  const asked = await giveNumber(person);
  must(
    asksConsent(asked) && !asked.text.includes(firstName),
    `nothing is read without consent: ${asked.text.slice(0, 400)}`,
  );
  const path = asked.path;
  await person.submit(asked, {}, ['_agree', 'person']);
  await eventually('the name from the population register', async () => {
    const page = await person.get(path);
    const failed = page.forms().flatMap(({ buttons }) => buttons.filter(([name]) => name === '_refresh'))[0];
    if (failed) await person.submit(page, {}, failed);
    return page.text.includes(firstName);
  });
  return { path };
}

async function stop(person: Browser): Promise<Evidence & { path: string }> {
  const done = await takeBack(person);
  must(done.text.includes(say('notice.consent-withdrawn')), `it is taken back: ${done.text.slice(0, 300)}`);
  const page = await giveNumber(person);
  must(asksConsent(page) && !page.text.includes(firstName), `the next reading is stopped: ${page.text.slice(0, 400)}`);
  return { path: page.path };
}

async function takeCopy(person: Browser): Promise<Evidence> {
  const { status, type, body } = await person.bytes('/cabinet/data/copy.json');
  must(status === 200 && type.startsWith('application/json'), `the copy comes: ${status} ${type}`);
  const copy = JSON.parse(body.toString()) as { complete: boolean; data: { module: string; what: string }[] };
  const parts = [...new Set(copy.data.map(({ module, what }) => `${module} ${what}`))];
  must(copy.complete, 'every module answered');
  for (const part of ['cases applications', 'consent consents', 'consent corrections'])
    must(parts.includes(part), `the copy has ${part}: ${parts.join(', ')}`);
  return { rows: copy.data.length, parts: parts.length };
}

async function correct(person: Browser, office: Browser): Promise<Evidence & { path: string; desk: string }> {
  const form = await person.get('/cabinet/data/corrections/new');
  const wanted = { stands: 'Female', wanted: `Journey ${Date.now()}`, reason: 'The passport has it otherwise.' };
  const asked = await person.submit(form, { entry: 'population.citizenship', ...wanted });
  const path = asked.path;
  must(/^\/cabinet\/data\/corrections\/[0-9a-f-]{36}$/.test(path), `it is asked for: ${asked.text.slice(0, 300)}`);
  const desk = path.replace('/cabinet/data', '/consent');
  const answer = 'Compared with the passport, and corrected.';
  const done = await office.submit(await office.get(desk), { answer }, press('accept'));
  must(done.text.includes(say('data.correction-accepted')), `the office answers: ${done.text.slice(0, 300)}`);
  must((await person.get(path)).text.includes(answer), 'the person reads the answer');
  await eventually('the message about the answer', async () =>
    (await person.get('/cabinet/inbox')).text.includes('Your correction was accepted'),
  );
  return { path, desk };
}

async function publishByTwo(steward: Browser, publisher: Browser): Promise<Evidence> {
  const here = '/consent/purposes/address-for-banks';
  const benefit = `You open a bank account without a paper certificate, journey ${Date.now()}.`;
  const kept = await steward.submit(await steward.get(here), { benefit }, press('save'));
  must(kept.text.includes(say('consent.draft-own')), `its author cannot publish it: ${kept.text.slice(0, 300)}`);
  const done = await publisher.submit(await publisher.get(here), {}, press('publish'));
  must(done.text.includes(say('notice.purpose-published')), `another one does: ${done.text.slice(0, 300)}`);
  must((await new Browser(steward.base).get('/purposes')).text.includes(benefit), 'everybody reads it');
  return { purpose: 'address-for-banks' };
}

export async function askBeforeReading(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const [person, office, steward, publisher] = Array.from({ length: 4 }, () => new Browser(base)) as [
    Browser,
    Browser,
    Browser,
    Browser,
  ];
  await person.signIn('aigerim');
  await office.signIn('officer2');
  await steward.signIn('steward');
  await publisher.signIn('privacy');
  await narrator.step('A register is read only after the person agrees, on the form', () => read(person));
  let stopped = '';
  await narrator.step('A consent withdrawn stops the next reading', async () => {
    const evidence = await stop(person);
    stopped = evidence.path;
    return evidence;
  });
  let correction = { path: '', desk: '' };
  await narrator.step('An entry is corrected by the office that keeps the register', async () => {
    const evidence = await correct(person, office);
    correction = evidence;
    return evidence;
  });
  await narrator.step('A copy of all of it is taken along', () => takeCopy(person));
  await narrator.step('A purpose is drafted by one and published by another', () => publishByTwo(steward, publisher));
  await look('The form that asks for consent', person, [stopped], 'consent');
  await look("The person's data", person, [
    ...['', `/consents/${purpose}`, '/corrections', '/corrections/new'].map((page) => `/cabinet/data${page}`),
    correction.path,
  ]);
  await look('The desk of corrections', office, ['/consent/corrections', correction.desk]);
  await look('The pages of purposes', steward, ['/consent', '/consent/purposes/address-for-banks', '/purposes']);
  await look('What is erased when', publisher, ['/consent/retention']);
}
