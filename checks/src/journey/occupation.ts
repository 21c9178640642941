// SPDX-License-Identifier: Apache-2.0
/** A technician becomes an engineer: the permit and the quota by register, the diploma by mailbox, an officer decides. */
import { employerInn, fromRegister, pay, submit } from './apply.ts';
import type { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

const service = 'occupation-change';
const engineer = '2142';
/** As the demo country's registers have them. */
const permit = { number: 'WP-2025-000118', worker: 'Rahul Sharma', placesForEngineers: 38 };

export async function changeOccupation(
  employer: Browser,
  officer: Browser,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  let sent = { id: '', number: '' };
  await narrator.step('The employer of a foreign worker finds how the occupation is changed, and applies', async () => {
    const found = (await employer.get('/search?q=occupation')).links(/^\/services\/occupation-change/)[0];
    must(found, 'the service is found by search');
    sent = await apply(employer);
    return sent;
  });
  await look('The pages of a change of occupation', employer, [
    ...[`/services/${service}`, `/services/${service}/how`, `/cases/${sent.id}`],
  ]);
  await narrator.step('The fee is paid, the diploma is confirmed, and the occupation changes', () =>
    receive(employer, officer, sent),
  );
}

async function apply(employer: Browser): Promise<{ id: string; number: string }> {
  let page = await employer.startService(service);
  const id = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
  must(id, `starting leads to the first page of the form, not to ${page.path}: ${page.text.slice(0, 200)}`);
  page = await employer.submit(await fromRegister(employer, 'the company register', page, employerInn));
  page = await employer.submit(page, { permitNumber: permit.number });
  page = await fromRegister(employer, 'the register of foreign workers', page, permit.worker);
  page = await employer.submit(page);
  page = await employer.submit(page, { '_find.newOccupation': engineer }, ['_find', 'newOccupation']);
  page = await employer.submit(page, { newOccupation: engineer });
  page = await employer.submit(page, { workRegion: 'XM-01' });
  const left = `Places left for this occupation ${permit.placesForEngineers}`;
  page = await employer.submit(await fromRegister(employer, 'the quota', page, left));
  page = await employer.submit(page, { ground: 'promotion' });
  page = await employer.submit(page, { diplomaNumber: 'IN-2014-048213' });
  page = await employer.submit(page, { contactEmail: 'hr@steppe-build.example' });
  must(
    page.path === `/cases/${id}/check`,
    `the last page leads to the answers: ${page.path} ${page.text.slice(0, 200)}`,
  );
  return { id, number: await submit(employer, id) };
}

async function receive(
  employer: Browser,
  officer: Browser,
  { id, number }: { id: string; number: string },
): Promise<Evidence> {
  const { fee } = await pay(employer, id);
  const task = await eventually(
    'the change in the queue of the labour department',
    async () => {
      for (const path of (await officer.get(`/office?search=${number}`)).links(/^\/office\/tasks\//))
        if ((await officer.get(path)).text.includes(number)) return path;
      return undefined;
    },
    60,
  );
  const claimed = await officer.submit(await officer.get(task), {}, ['_do', 'claim']);
  must(claimed.text.includes('Art. 22(1)'), 'the officer reads the article');
  const decided = await officer.submit(claimed, { outcome: 'grant', text: 'The quota has a place.' }, [
    '_do',
    'decide',
  ]);
  must(decided.path === '/office', `deciding leads back to the queue: ${decided.text.slice(0, 200)}`);
  const paper = await eventually(
    'the change of occupation',
    async () => (await employer.get(`/cases/${id}`)).links(/outputs?\//)[0],
    60,
  );
  const { status, body } = await employer.bytes(paper);
  must(status === 200 && body.subarray(0, 5).toString() === '%PDF-', `the change is a PDF: ${status}`);
  return { number, fee, bytes: body.length };
}
