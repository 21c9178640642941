// SPDX-License-Identifier: Apache-2.0
/** A contract of two sides: the employer proposes, the worker asks for more, both sign; it is registered, and ended by notice. */
import { dayAhead, fromRegister, workerSnils } from './apply.ts';
import type { Browser, Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

const service = 'e-contract';
const [engineer, offered, wanted] = ['2142', '1600', '1750'];
const dateOf = (field: string, days: number) => {
  const [year = '', month = '', day = ''] = dayAhead(days);
  return { [`${field}.day`]: day, [`${field}.month`]: month, [`${field}.year`]: year };
};

class Contract {
  readonly #employer: Browser;
  readonly #worker: Browser;
  caseId = '';
  number = '';
  /** Of the agreement, the same for both sides. */
  path = '';

  constructor(employer: Browser, worker: Browser) {
    this.#employer = employer;
    this.#worker = worker;
  }

  async #begin(act: string): Promise<Page> {
    const employer = this.#employer;
    let page = await employer.startService(service);
    this.caseId = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
    must(this.caseId, `starting leads to the form, not to ${page.path}: ${page.text.slice(0, 300)}`);
    page = await employer.submit(page, { act });
    return employer.submit(await fromRegister(employer, 'the company register', page, 'Steppe Build'));
  }

  async #send(): Promise<string> {
    const employer = this.#employer;
    const sent = await employer.submit(await employer.get(`/cases/${this.caseId}/check`), { declaration: 'yes' });
    must(sent.path.endsWith('/confirmation'), `it is sent, not ${sent.path}: ${sent.text.slice(0, 400)}`);
    return /EC-\d{4}-\d{6}/.exec((await employer.get(`/cases/${this.caseId}`)).text)?.[0] ?? '';
  }

  async propose(): Promise<Evidence> {
    const employer = this.#employer;
    let page = await employer.submit(await this.#begin('conclude'), {
      workerSnils,
      ...{ 'workerBirthOn.day': '5', 'workerBirthOn.month': '11', 'workerBirthOn.year': '1992' },
    });
    page = await employer.submit(await fromRegister(employer, 'the population register', page, 'Rahul'));
    page = await employer.submit(page, { '_find.occupation': engineer }, ['_find', 'occupation']);
    page = await employer.submit(page, { occupation: engineer });
    page = await employer.submit(page, { wage: offered, hours: '40', trainee: 'false' });
    page = await employer.submit(page, { workRegion: 'XM-01', workAddress: '40 Unity Street, Aksu' });
    page = await employer.submit(page, dateOf('startsOn', 14));
    page = await employer.submit(page, { months: '24' });
    page = await employer.submit(page, { contactEmail: 'hr@steppe-build.example' });
    must(page.path.endsWith('/check'), `the last page leads to the answers: ${page.path} ${page.text.slice(0, 300)}`);
    this.number = await this.#send();
    must(this.number, 'the contract has a number');
    this.path = await eventually('the proposal in the cabinet of the worker', () => this.#found(this.number), 60);
    return { number: this.number };
  }

  /** The newest agreement about the contract that waits for the worker, or has told them something. */
  async #found(number: string, besides = ''): Promise<string | undefined> {
    const list = await this.#worker.get('/cabinet/contracts');
    for (const path of list.links(/^\/cabinet\/contracts\/[0-9a-f-]{36}$/))
      if (path !== besides && (await this.#worker.get(path)).text.includes(number)) return path;
    return undefined;
  }

  async counter(): Promise<Evidence> {
    const worker = this.#worker;
    const form = await worker.get(`${this.path}/terms`);
    const low = await worker.submit(form, { wage: '900' });
    must(low.status === 422 && low.text.includes('The law does not allow'), `no wage below the minimum: ${low.status}`);
    const sent = await worker.submit(await worker.get(`${this.path}/terms`), { wage: wanted });
    must(
      sent.path === this.path && sent.text.includes(`${wanted} (changed)`),
      `both versions: ${sent.text.slice(0, 600)}`,
    );
    return { asked: wanted };
  }

  /** What was on a page before the other terms came is not signed. */
  async sign(): Promise<Evidence> {
    const accepted = await this.#signed(this.#employer);
    must(accepted.text.includes('one signature is missing'), `one signature: ${accepted.text.slice(0, 300)}`);
    const both = await this.#signed(this.#worker);
    must(both.text.includes('Signed by both sides'), `both signatures: ${both.text.slice(0, 300)}`);
    return { signed: 2 };
  }

  async #signed(browser: Browser): Promise<Page> {
    let page = await browser.submit(await browser.get(this.path), {}, ['_do', 'sign']);
    // The signature is the sign-in, so the second factor is asked for where it is old.
    if (page.path.startsWith('/sign-in/')) page = await browser.prove(page);
    const again = page.forms().some(({ buttons }) => buttons.some(([, value]) => value === 'sign'));
    return again ? browser.submit(page, {}, ['_do', 'sign']) : page;
  }

  async registered(): Promise<Evidence> {
    for (const browser of [this.#employer, this.#worker])
      await eventually(
        'the entry in the register',
        async () => (await browser.get(this.path)).text.includes('Entered in the register'),
        90,
      );
    const documents = await eventually(
      'the contract among the documents of the worker',
      async () => {
        const page = await this.#worker.get('/cabinet/documents');
        return page.text.includes('Employment contract') && page;
      },
      60,
    );
    const paper = await eventually(
      'the paper',
      async () => (await this.#employer.get(`/cases/${this.caseId}`)).links(/outputs?\//)[0],
    );
    const { status, body } = await this.#employer.bytes(paper);
    must(status === 200 && body.subarray(0, 5).toString() === '%PDF-', `the contract is a PDF: ${status}`);
    return { bytes: body.length, seenByWorker: documents.title };
  }

  async end(): Promise<Evidence> {
    const employer = this.#employer;
    let page = await employer.submit(await this.#begin('notice'), { contractNumber: this.number });
    page = await employer.submit(await fromRegister(employer, 'the register of contracts', page, 'Rahul Sharma'));
    page = await employer.submit(page, { employerGround: 'redundancy' });
    page = await employer.submit(page, dateOf('endsOn', 61));
    page = await employer.submit(page, { contactEmail: 'hr@steppe-build.example' });
    must(page.path.endsWith('/check'), `the last page leads to the answers: ${page.path} ${page.text.slice(0, 300)}`);
    await this.#send();
    const told = await eventually(
      'the notice in the cabinet of the worker',
      () => this.#found(this.number, this.path),
      60,
    );
    await eventually(
      'the end in the register',
      async () => (await this.#worker.get(told)).text.includes('Entered in the register'),
      60,
    );
    return { told };
  }
}

export async function concludeContract(
  employer: Browser,
  worker: Browser,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const contract = new Contract(employer, worker);
  await narrator.step('An employer proposes a contract; the worker finds it in the cabinet', () => contract.propose());
  await look('The pages of contracts', worker, [
    ...['/cabinet/contracts', contract.path, `${contract.path}/terms`, `${contract.path}?leave=yes`],
  ]);
  await narrator.step('The worker asks for more; less than the law allows is refused', () => contract.counter());
  await narrator.step('The employer accepts and signs, then the worker signs', () => contract.sign());
  await narrator.step('The contract is registered, and both have it', () => contract.registered());
  await narrator.step('The employer ends it by notice; the worker is told', () => contract.end());
  await look('A contract of two versions, registered and ended', employer, [contract.path], 'ended');
}
