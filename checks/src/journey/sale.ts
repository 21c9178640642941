// SPDX-License-Identifier: Apache-2.0
/** A car passes between two people who both sign: proposed, answered by another price, entered; then sold back as it was. */
import { fromRegister, workerSnils } from './apply.ts';
import { Browser, type Page } from './browser.ts';
import { day } from './days.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

const service = 'vehicle-transfer';
/** Of the accountant, as the demo country's register has it. */
const plate = '102CXC01';
interface Person {
  readonly snils: string;
  readonly birthOn: string;
  readonly familyName: string;
}
const people = {
  accountant: { snils: '10720830919', birthOn: '1984-10-17', familyName: 'Ким' },
  worker: { snils: workerSnils, birthOn: '1992-11-05', familyName: 'Sharma' },
} as const;
interface Side {
  readonly browser: Browser;
  readonly person: Person;
}
const dateOf = (field: string, on: string) => {
  const [year = '', month = '', of = ''] = on.split('-');
  return { [`${field}.day`]: of, [`${field}.month`]: month, [`${field}.year`]: year };
};

class Sale {
  readonly #seller: Side;
  readonly #buyer: Side;
  caseId = '';
  number = '';
  /** Of the agreement, the same for both sides. */
  path = '';

  constructor(seller: Side, buyer: Side) {
    this.#seller = seller;
    this.#buyer = buyer;
  }

  async propose(price: string): Promise<Evidence> {
    const { browser, person } = this.#seller;
    const buyer = this.#buyer.person;
    let page = await browser.startService(service);
    this.caseId = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
    must(this.caseId, `starting leads to the form, not to ${page.path}: ${page.text.slice(0, 300)}`);
    page = await browser.submit(page, { sellerKind: 'person' });
    page = await browser.submit(page, { snils: person.snils });
    page = await browser.submit(await fromRegister(browser, 'the population register', page, person.familyName));
    page = await browser.submit(page, { plate });
    page = await browser.submit(await fromRegister(browser, 'the vehicle register', page, 'KamAZ'));
    page = await browser.submit(page, { buyerKind: 'person' });
    page = await browser.submit(page, { buyerSnils: buyer.snils, ...dateOf('buyerBirthOn', buyer.birthOn) });
    page = await browser.submit(await fromRegister(browser, 'the population register', page, buyer.familyName));
    page = await browser.submit(page, { price, ...dateOf('handedOverOn', day(10)) });
    page = await browser.submit(page, { contactEmail: 'owner@mail.example' });
    must(page.path.endsWith('/check'), `the answers are there: ${page.path} ${page.text.slice(0, 300)}`);
    const sent = await browser.submit(page, { declaration: 'yes' });
    must(sent.path.endsWith('/confirmation'), `it is sent, not ${sent.path}: ${sent.text.slice(0, 300)}`);
    this.number = /VT-\d{4}-\d{6}/.exec((await browser.get(`/cases/${this.caseId}`)).text)?.[0] ?? '';
    must(this.number, 'the sale has a number');
    this.path = await eventually('the proposal in the cabinet of the buyer', () => this.#found(), 60);
    return { number: this.number };
  }

  async #found(): Promise<string | undefined> {
    const { browser } = this.#buyer;
    const list = await browser.get('/cabinet/contracts');
    for (const path of list.links(/^\/cabinet\/contracts\/[0-9a-f-]{36}$/))
      if ((await browser.get(path)).text.includes(this.number)) return path;
    return undefined;
  }

  async counter(price: string): Promise<Evidence> {
    const { browser } = this.#buyer;
    const sent = await browser.submit(await browser.get(`${this.path}/terms`), { price });
    must(sent.text.includes(`${price} (changed)`), `both prices are there: ${sent.text.slice(0, 400)}`);
    return { price };
  }

  /** Who did not write the newest terms first. */
  async sign(countered: boolean): Promise<Evidence> {
    const [first, second] = countered ? [this.#seller, this.#buyer] : [this.#buyer, this.#seller];
    await this.#signed(first.browser);
    const both = await this.#signed(second.browser);
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

  async entered(): Promise<Evidence> {
    for (const { browser } of [this.#seller, this.#buyer])
      await eventually(
        'the new owner in the register',
        async () => (await browser.get(this.path)).text.includes('New owner entered'),
        90,
      );
    const paper = await eventually(
      'the contract of sale',
      async () => (await this.#seller.browser.get(`/cases/${this.caseId}`)).links(/outputs?\//)[0],
    );
    const { status, body } = await this.#seller.browser.bytes(paper);
    must(status === 200 && body.subarray(0, 5).toString() === '%PDF-', `it is a PDF: ${status}`);
    return { number: this.number, bytes: body.length };
  }
}

export async function sellVehicle(base: string, { narrator, look }: { narrator: Narrator; look: Look }): Promise<void> {
  const side = async (login: keyof typeof people): Promise<Side> => {
    const browser = new Browser(base);
    await browser.signIn(login, 'meridia', '/cabinet');
    return { browser, person: people[login] };
  };
  const [owner, buyer] = [await side('accountant'), await side('worker')];
  const sale = new Sale(owner, buyer);
  await narrator.step('The owner of a car proposes its sale; the buyer finds it in the cabinet', () =>
    sale.propose('4200'),
  );
  await narrator.step('The buyer answers with another price', () => sale.counter('3900'));
  await look('The sale of a car', buyer.browser, [sale.path], 'sale');
  await narrator.step('Both sign, and the register has another owner', async () => {
    await sale.sign(true);
    return sale.entered();
  });
  await narrator.step('The new owner sells it back', async () => {
    const back = new Sale(buyer, owner);
    await back.propose('3900');
    await back.sign(false);
    return back.entered();
  });
}
