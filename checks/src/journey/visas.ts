// SPDX-License-Identifier: Apache-2.0
/** A work visa from the application to its end: an interview, a decision, a paper that verifies, and one that has ended. */
import { randomInt } from 'node:crypto';
import pg from 'pg';
import { employerInn, fromRegister, pay, submit } from './apply.ts';
import { Browser } from './browser.ts';
import { day } from './days.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const mail = { contactEmail: 'rahul@mail.example' };
const task = /^\/office\/tasks\/[0-9a-f-]{36}$/;
const dateOf = (field: string, on: string) => {
  const [year = '', month = '', of = ''] = on.split('-');
  return { [`${field}.day`]: of, [`${field}.month`]: month, [`${field}.year`]: year };
};
const hours = ['09-00', '10-00', '11-00', '14-00', '15-00'];
/** As the demo country's register of foreign workers has it. */
const permit = { number: 'WP-2025-000118', worker: 'Rahul Sharma', birthOn: '1992-11-05' };
/** Consulates see people on working days: none of Meridia's holidays is in the second third of a month. An hour is given once. */
function interviewDay(): string {
  const days = Array.from({ length: 50 }, (_, at) => day(at + 5)).filter((on) => {
    const [ofMonth, ofWeek] = [Number(on.slice(8)), new Date(on).getUTCDay()];
    return ofMonth >= 10 && ofMonth <= 15 && ofWeek % 6 !== 0;
  });
  return days[randomInt(0, days.length)] ?? '';
}

class Visa {
  readonly #holder: Browser;
  readonly #officer: Browser;
  /** New each time: what a platform that runs on has entered once is taken. */
  readonly passport = `Z${randomInt(1_000_000, 9_999_999)}1`;
  id = '';
  number = '';
  verification = '';

  constructor(holder: Browser, officer: Browser) {
    this.#holder = holder;
    this.#officer = officer;
  }

  async #begin(service: string): Promise<{ id: string; page: Awaited<ReturnType<Browser['get']>> }> {
    const page = await this.#holder.startService(service);
    const id = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
    must(id, `starting leads to the form, not to ${page.path}: ${page.text.slice(0, 300)}`);
    return { id, page };
  }

  async apply(): Promise<Evidence> {
    const holder = this.#holder;
    const begun = await this.#begin('work-visa');
    this.id = begun.id;
    let page = await holder.submit(begun.page, { '_find.nationality': 'India' }, ['_find', 'nationality']);
    const passport = { passportNumber: this.passport, nationality: 'IND', ...dateOf('passportValidUntil', day(1500)) };
    page = await holder.submit(page, passport);
    const asked = { sponsorInn: employerInn, permitNumber: permit.number };
    page = await holder.submit(page, { ...dateOf('birthOn', permit.birthOn), ...asked });
    page = await holder.submit(await fromRegister(holder, 'the register of foreign workers', page, permit.worker));
    page = await holder.submit(page, dateOf('arrivesOn', day(90)));
    const hour = hours[randomInt(0, hours.length)] ?? '';
    page = await holder.submit(page, { consulate: 'delhi', ...dateOf('on', interviewDay()), at: hour });
    page = await holder.submit(page, mail);
    must(page.path === `/cases/${this.id}/check`, `the answers are there: ${page.path} ${page.text.slice(0, 300)}`);
    this.number = await submit(holder, this.id);
    return { number: this.number, ...(await pay(holder, this.id)) };
  }

  /** Nobody waits for days here: the timer of this one case is due now. */
  async dayComes(databaseUrl: string): Promise<Evidence> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      const moved = await eventually(
        'the day of the interview in the calendar of the case',
        async () => {
          const sql = `update cases.process_timer set due_at = now() where holder_id = $1 and node = 'day'`;
          return (await client.query(sql, [this.id])).rowCount === 1;
        },
        60,
      );
      return { moved };
    } finally {
      await client.end();
    }
  }

  async #task(what: string): Promise<string> {
    return eventually(
      what,
      async () => {
        for (const path of (await this.#officer.get(`/office?search=${this.number}`)).links(task))
          if ((await this.#officer.get(path)).text.includes(this.number)) return path;
        return undefined;
      },
      120,
    );
  }

  async interview(): Promise<Evidence> {
    const officer = this.#officer;
    const path = await this.#task('the interview among the tasks');
    await officer.submit(await officer.get(path), {}, ['_do', 'claim']);
    const done = await officer.submit(await officer.get(path), { outcome: 'credible' }, ['_do', 'finish']);
    must(done.path === '/office', `it leads back to the queue: ${done.path} ${done.text.slice(0, 300)}`);
    return { interview: path };
  }

  async grant(): Promise<Evidence> {
    const officer = this.#officer;
    const path = await this.#task('the decision among the tasks');
    await officer.submit(await officer.get(path), {}, ['_do', 'claim']);
    const decided = await officer.submit(
      await officer.get(path),
      { outcome: 'grant', text: 'The interview was credible, the lists are clear.' },
      ['_do', 'decide'],
    );
    must(decided.path === '/office', `deciding leads back to the queue: ${decided.text.slice(0, 300)}`);
    this.verification = await eventually(
      'the visa among the papers',
      async () => (await this.#holder.get(`/cases/${this.id}`)).links(/\/verify\//)[0],
      90,
    );
    return { decided: path };
  }

  async cancel(): Promise<Evidence> {
    const holder = this.#holder;
    const begun = await this.#begin('visa-cancellation');
    let page = await holder.submit(begun.page, { passportNumber: this.passport, visaNumber: this.number });
    page = await holder.submit(await fromRegister(holder, 'the register of visas', page, 'Rahul'));
    page = await holder.submit(page, { side: 'holder', ground: 'work-ended' });
    page = await holder.submit(page, dateOf('endsOn', day(0)));
    page = await holder.submit(page, mail);
    must(page.path === `/cases/${begun.id}/check`, `the answers are there: ${page.path} ${page.text.slice(0, 300)}`);
    const sent = await holder.submit(page, { declaration: 'yes' });
    must(sent.path.endsWith('/confirmation'), `it is sent, not ${sent.path}: ${sent.text.slice(0, 300)}`);
    return { cancellation: begun.id };
  }
}

export async function cancelVisa(
  { base, databaseUrl }: { base: string; databaseUrl: string },
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  // Without a hand on the clock of the case nobody comes to an interview that lies ahead.
  if (!databaseUrl) return;
  const [holder, officer, anybody] = [new Browser(base), new Browser(base), new Browser(base)];
  await holder.signIn('worker', 'meridia', '/services');
  await officer.signIn('officer2', 'meridia', '/office');
  const visa = new Visa(holder, officer);
  await narrator.step('A worker applies for a work visa, takes an hour at the consulate and pays', () => visa.apply());
  await narrator.step('The day of the interview comes', () => visa.dayComes(databaseUrl));
  await narrator.step('The officer sees the worker: credible', () => visa.interview());
  await narrator.step('The visa is granted', () => visa.grant());
  await narrator.step('Anybody finds the visa genuine', async () => {
    const page = await anybody.get(visa.verification);
    must(page.text.includes(say('verify.valid')), `it is valid: ${page.text.slice(0, 300)}`);
    return { verification: visa.verification };
  });
  await narrator.step('The work has ended, and the worker gives the visa up', () => visa.cancel());
  await narrator.step('Anybody reads that the visa has ended', async () => {
    await eventually(
      'the end of the visa on the public page',
      async () => (await anybody.get(visa.verification)).text.includes(say('verify.revoked')),
      90,
    );
    return { number: visa.number };
  });
  await look('A visa that was given up', holder, [`/cases/${visa.id}`, visa.verification], 'ended');
}
