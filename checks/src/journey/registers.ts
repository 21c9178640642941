// SPDX-License-Identifier: Apache-2.0
/** Services that departments' systems answer without an officer, from the form to the paper, over the exchange. */
import { randomInt } from 'node:crypto';
import { workerSnils, fromRegister, pay, submit } from './apply.ts';
import type { Browser } from './browser.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

/** Answers of the pages in their order; a text is waited for, as what a register says. */
type Walk = readonly (Readonly<Record<string, string>> | string)[];

const mail = { contactEmail: 'rahul@mail.example' };
const me = [{ snils: workerSnils }, 'Sharma'] as const;
const date = (field: string, year: string) => ({
  ...{ [`${field}.day`]: '30', [`${field}.month`]: '5', [`${field}.year`]: year },
});

/** New each time: what a platform that runs on has entered once is taken. */
function walks(): Readonly<Record<string, Walk>> {
  const serial = `${randomInt(1000, 10_000)}57`;
  const name = [...serial].map((digit) => 'BCDFGHKLMN'[Number(digit)]).join('');
  return {
    'diploma-recognition': [
      ...me,
      { profession: 'other' },
      { papersLost: 'false' },
      { diplomaNumber: 'IN-2014-048213' },
      { country: 'IND', institution: 'IIT Delhi', level: 'bachelor', ...date('graduatedOn', '2014') },
      mail,
    ],
    'qualification-certificate': [...me, { trade: 'cook', grade: '3' }, { years: '2' }, mail],
    'vehicle-registration': [
      { ownerKind: 'person' },
      ...me,
      { kind: 'car' },
      { engine: 'electric' },
      { vin: `XMA2123BCD4${serial}`, make: 'Lada e-Niva', year: '2026' },
      { origin: 'new' },
      mail,
    ],
    'company-registration': [
      ...me,
      { companyName: `${name} Wind` },
      'Free',
      { legalForm: 'llp' },
      { activity: 'trade' },
      { founders: '1', capital: '1000' },
      { region: 'XM-01', address: '40 Unity Street, Aksu' },
      mail,
    ],
  };
}

export async function askDepartments(applicant: Browser, narrator: Narrator): Promise<void> {
  for (const [service, walk] of Object.entries(walks()))
    await narrator.step(`Departments answer ${service}, and its paper is there without an officer`, () =>
      receive(applicant, service, walk),
    );
}

async function receive(applicant: Browser, service: string, walk: Walk): Promise<Evidence> {
  let page = await applicant.startService(service);
  const id = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
  must(id, `starting leads to the first page of the form, not to ${page.path}: ${page.text.slice(0, 200)}`);
  for (const answers of walk)
    if (typeof answers === 'string')
      page = await applicant.submit(await fromRegister(applicant, `the register of ${service}`, page, answers));
    else {
      if ('country' in answers) page = await applicant.submit(page, { '_find.country': 'India' }, ['_find', 'country']);
      page = await applicant.submit(page, answers);
    }
  must(
    page.path === `/cases/${id}/check`,
    `the last page leads to the answers: ${page.path} ${page.text.slice(0, 300)}`,
  );
  const number = await submit(applicant, id);
  const { fee } = await pay(applicant, id);
  const paper = await eventually(
    `the paper of ${service}`,
    async () => (await applicant.get(`/cases/${id}`)).links(/outputs?\//)[0],
    90,
  );
  const { status, body } = await applicant.bytes(paper);
  must(status === 200 && body.subarray(0, 5).toString() === '%PDF-', `the paper is a PDF: ${status}`);
  return { number, fee, bytes: body.length };
}
