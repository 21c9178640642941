// SPDX-License-Identifier: Apache-2.0
/** A child is registered and gets a benefit, and its mother an hour at a doctor's; the company sees its places. */
import { birthsFrom, calendarFrom, medicalCertificate } from '@stoa/demo';
import { fromRegister } from './apply.ts';
import { Browser, type Page } from './browser.ts';
import { day } from './days.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

/** As the demo country's registers have her. */
const [snils, nameLatin] = ['11223344595', 'Aigerim Seitkali'];
const email = { contactEmail: 'aigerim@mail.example' };
const dateOf = (field: string, date: string) => {
  const [year = '', month = '', of = ''] = date.split('-');
  return { [`${field}.day`]: String(Number(of)), [`${field}.month`]: String(Number(month)), [`${field}.year`]: year };
};

class Mother {
  readonly browser: Browser;
  readonly #bornOn = day(-3);
  readonly #certificate = `MB-${day(-3).replaceAll('-', '')}-001`;
  readonly #child = { familyName: 'Seitkali', givenName: 'Dana' };
  id = '';

  constructor(browser: Browser) {
    this.browser = browser;
  }

  async #begin(service: string): Promise<Page> {
    const page = await this.browser.startService(service);
    this.id = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
    must(this.id, `starting leads to the form, not to ${page.path}: ${page.text.slice(0, 300)}`);
    return this.browser.submit(
      await fromRegister(
        this.browser,
        'the population register',
        await this.browser.submit(page, { snils }),
        nameLatin,
      ),
    );
  }

  async #send(last: Page): Promise<void> {
    must(last.path.endsWith('/check'), `the last page leads to the answers: ${last.path} ${last.text.slice(0, 300)}`);
    const sent = await this.browser.submit(await this.browser.get(`/cases/${this.id}/check`), { declaration: 'yes' });
    must(sent.path.endsWith('/confirmation'), `it is sent, not ${sent.path}: ${sent.text.slice(0, 400)}`);
  }

  #paper = (words: string): Promise<string> =>
    eventually(words, async () => (await this.browser.get(`/cases/${this.id}`)).links(/outputs?\//)[0], 60);

  async registerBirth(): Promise<Evidence> {
    const found = await this.browser.get('/life-events/having-a-child');
    for (const service of ['birth-registration', 'child-benefit'])
      must(found.links(new RegExp(`^/services/${service}`)).length > 0, `the life event leads to ${service}`);
    const sex = medicalCertificate(this.#certificate, day(0))?.sex ?? '';
    let page = await this.browser.submit(await this.#begin('birth-registration'), { medicalNumber: this.#certificate });
    page = await this.browser.submit(await fromRegister(this.browser, 'the health register', page, sex));
    const { familyName: childFamilyName, givenName: childGivenName } = this.#child;
    page = await this.browser.submit(page, { childFamilyName, childGivenName });
    page = await this.browser.submit(page, { secondParent: 'no' });
    await this.#send(await this.browser.submit(page, email));
    await this.#paper('the birth certificate');
    return { certificate: this.#certificate };
  }

  /** The number of the child, as the register made it of the certificate. */
  #childNumber(): string {
    const child = { ...this.#child, bornOn: this.#bornOn, sex: 'female' };
    const entry = { certificate: this.#certificate, child, mother: snils, second: null };
    return (birthsFrom([], () => undefined).enter(entry).content as { snils: string }).snils;
  }

  async askBenefit(): Promise<Evidence> {
    let page = await this.browser.submit(await this.#begin('child-benefit'), { act: 'begin' });
    page = await this.browser.submit(page, {
      childSnils: this.#childNumber(),
      ...dateOf('childBirthOn', this.#bornOn),
    });
    page = await this.browser.submit(
      await fromRegister(this.browser, 'the child in the register', page, 'Dana Seitkali'),
    );
    page = await this.browser.submit(page, { livesWith: 'me' });
    await this.#send(await this.browser.submit(page, email));
    await this.#paper('the grant of the benefit');
    return { child: 'Dana Seitkali' };
  }

  async seeDoctor(): Promise<Evidence> {
    const slot = { do: 'offer', clinic: 'XM-01-CLINIC-1', speciality: 'dentist', at: '11-00', snils } as const;
    const calendar = calendarFrom([], () => undefined);
    const offered = (on: string) => (calendar.enter({ ...slot, on }, day(0)).content as { offered: boolean }).offered;
    const on = Array.from({ length: 20 }, (_, ahead) => day(ahead + 3)).find(offered) ?? day(3);
    let page = await this.#begin('doctor-appointment');
    page = await this.browser.submit(page, { clinic: slot.clinic, speciality: slot.speciality });
    page = await this.browser.submit(page, { ...dateOf('on', on), at: slot.at, otherwise: 'wait' });
    await this.#send(await this.browser.submit(page, email));
    await this.#paper('the appointment');
    return { on, at: slot.at };
  }
}

export async function liveALife(
  base: string,
  employer: Browser,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const mother = new Mother(new Browser(base));
  await mother.browser.signIn('aigerim');
  await narrator.step('A mother finds two services of one life event and registers a birth', () =>
    mother.registerBirth(),
  );
  await narrator.step('The child that the register now knows gets a benefit', () => mother.askBenefit());
  await narrator.step('An hour at a dentist is taken', () => mother.seeDoctor());
  await look('A life event, and an appointment', mother.browser, [
    ...['/life-events/having-a-child', `/cases/${mother.id}`],
  ]);
  await narrator.step('The company sees the places of its quota, and what uses them', async () => {
    const page = await employer.get('/cabinet/places');
    must(page.text.includes('7112') && page.text.includes('2142'), `its places: ${page.text.slice(0, 600)}`);
    return { places: page.title };
  });
  await look('The places of a company', employer, ['/cabinet/places']);
}
