// SPDX-License-Identifier: Apache-2.0
/** A family is registered at an address: a list that is written and imported, a consent that is attached, read by the officer. */
import type { Browser, Page } from './browser.ts';
import type { Look } from './family.ts';
import { workerSnils } from './apply.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const service = 'residence-registration';
const consent = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const table =
  '\ufeffFamily name;Given name;Date of birth;Who they are to you\nSharma;Anaya;2015-06-30;Child\nSharma;Arjun;30.06.2017;child\n';

class Household {
  readonly #person: Browser;
  readonly #officer: Browser;
  id = '';
  task = '';

  constructor(person: Browser, officer: Browser) {
    this.#person = person;
    this.#officer = officer;
  }

  at = (page: string): string => `/cases/${this.id}/${page}`;

  /** Up to the list. */
  async begin(): Promise<Evidence> {
    const person = this.#person;
    let page = await person.startService(service);
    this.id = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
    must(this.id, `starting leads to the form, not to ${page.path}: ${page.text.slice(0, 300)}`);
    page = await person.submit(page, { snils: workerSnils });
    await eventually('the name from the population register', async () => {
      const failed = page.forms().flatMap(({ buttons }) => buttons.filter(([name]) => name === '_refresh'))[0];
      if (failed) await person.submit(page, {}, failed);
      page = await person.get(this.at('form/person'));
      return page.text.includes('Rahul');
    });
    page = await person.submit(page);
    const [year, month, day] = new Date().toISOString().slice(0, 10).split('-') as [string, string, string];
    const moved = { 'movedOn.day': day, 'movedOn.month': month, 'movedOn.year': year };
    page = await person.submit(page, { newRegion: 'XM-01', newAddress: '3 Garden Street, flat 21, Aksu', ...moved });
    page = await person.submit(page, { tenure: 'tenant' });
    must(page.path === this.at('form/family'), `the list comes next, not ${page.path}: ${page.text.slice(0, 300)}`);
    return { page: page.path };
  }

  /** One entry by hand, first wrong, two out of a table, whose first sending has a line that does not fit. */
  async write(): Promise<Evidence> {
    const person = this.#person;
    const spouse = { familyName: 'Sharma', givenName: 'Priya', relation: 'spouse', 'birthOn.month': '2' };
    const blank = await person.get(this.at('form/family?entry=new'));
    const wrong = await person.submit(blank, { ...spouse, 'birthOn.day': '31', 'birthOn.year': '1994' }, [
      '_do',
      'save',
    ]);
    must(
      wrong.status === 422 && wrong.html.includes('href="#f-birthOn"') && wrong.html.includes('Priya'),
      `a wrong entry comes back with a link to its field: ${wrong.status} ${wrong.text.slice(0, 400)}`,
    );
    const right = { ...spouse, 'birthOn.day': '17', 'birthOn.year': '1994' };
    const saved = await person.submit(wrong, right, ['_do', 'save']);
    must(saved.text.includes(say('notice.entry-saved')), `the entry is saved: ${saved.text.slice(0, 400)}`);
    const bad = await this.#send(saved, table.replace('2015-06-30', '2999-06-30'));
    must(
      bad.status === 422 && bad.text.includes('Line 2'),
      `the line is named: ${bad.status} ${bad.text.slice(0, 400)}`,
    );
    const taken = await this.#send(bad, table);
    must(taken.text.includes(say('notice.entries-imported')), `the table is taken: ${taken.text.slice(0, 400)}`);
    for (const name of ['Priya', 'Anaya', 'Arjun']) must(taken.text.includes(name), `${name} is in the list`);
    return { entries: 3 };
  }

  #send = (page: Page, text: string): Promise<Page> =>
    this.#person.sendFile(page, 'file', { name: 'family.csv', content: Buffer.from(text) }, { _do: 'import' });

  async attach(): Promise<Evidence> {
    const person = this.#person;
    const page = await person.submit(await person.get(this.at('form/owner')), { ownerName: 'Steppe Homes LLP' });
    const disguised = { name: 'consent.pdf', content: Buffer.from('MZ\0\0') };
    const refused = await person.sendFile(page, 'consent', disguised, { _then: 'stay' });
    must(refused.status === 422, `a program is refused: ${refused.status} ${refused.text.slice(0, 300)}`);
    const file = { name: 'consent.pdf', content: consent };
    const attached = await person.sendFile(refused, 'consent', file, { _then: 'stay' });
    must(attached.text.includes('consent.pdf'), `the file is there: ${attached.text.slice(0, 400)}`);
    return { file: 'consent.pdf' };
  }

  async send(): Promise<Evidence> {
    const page = await this.#person.get(this.at('check'));
    for (const words of ['Priya', 'Arjun', 'consent.pdf', 'Steppe Homes'])
      must(page.text.includes(words), `what is checked shows ${words}: ${page.text.slice(0, 800)}`);
    const sent = await this.#person.submit(page, { declaration: 'yes' });
    must(
      sent.path === this.at('confirmation'),
      `the application is sent, not ${sent.path}: ${sent.text.slice(0, 300)}`,
    );
    return { sent: sent.path };
  }

  /** The task with the list and the file in it. */
  async read(): Promise<Evidence> {
    const papers = await this.#claim();
    this.task = papers.path;
    const path = papers.links(/\/attachments\/[^/]+\/file$/)[0] ?? '';
    must(papers.text.includes('Anaya') && path, `the officer reads list and file: ${papers.text.slice(0, 800)}`);
    const { status, type, body } = await this.#officer.bytes(path);
    must(status === 200 && body.equals(consent), `the file comes as it was attached: ${status} ${type}`);
    return { file: type };
  }

  async decide(): Promise<Evidence> {
    await this.#officer.submit(await this.#officer.get(this.task), { outcome: 'genuine' }, ['_do', 'finish']);
    await this.#officer.submit(await this.#claim(), { outcome: 'register' }, ['_do', 'decide']);
    await eventually('the certificate', async () =>
      (await this.#person.get(`/cases/${this.id}`)).text.includes('Certificate of registration'),
    );
    return { outcome: 'register' };
  }

  async #claim(): Promise<Page> {
    const number = /RR-\d{4}-\d{6}/.exec((await this.#person.get(`/cases/${this.id}`)).text)?.[0] ?? '';
    const task = await eventually(
      `a task of ${number}`,
      async () => (await this.#officer.get(`/office?search=${number}`)).links(/^\/office\/tasks\//)[0],
    );
    return this.#officer.submit(await this.#officer.get(task), {}, ['_do', 'claim']);
  }
}

export async function registerHousehold(
  person: Browser,
  officer: Browser,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const household = new Household(person, officer);
  await narrator.step('A tenant begins to register at an address', () => household.begin());
  await narrator.step('The family is written entry by entry and imported, a wrong line is named', () =>
    household.write(),
  );
  await look('A list of a form, and one of its entries', person, [
    ...['form/family', 'form/family?entry=new', 'form/family?entry=2', 'lists/family'].map(household.at),
  ]);
  await narrator.step('The consent of the owner is attached, a program in disguise is not', () => household.attach());
  await look(
    'Files of a form, and what is checked',
    person,
    [household.at('form/consent'), household.at('check')],
    'files',
  );
  await narrator.step('The application is sent', () => household.send());
  await narrator.step('The officer reads the family and downloads the consent', () => household.read());
  await look("The officer's page with a list and a file", officer, [household.task], 'household');
  await look('What was sent', person, [household.at('answers')], 'household');
  await narrator.step('The family is registered', () => household.decide());
}
