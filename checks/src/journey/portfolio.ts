// SPDX-License-Identifier: Apache-2.0
/** A company's applications: what expires, a renewal that two people have open, and a table with a wrong line, worked through. */
import { signInForCompany } from './apply.ts';
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const press = (value: string): [string, string] => ['_do', value];
const holding = /^\/cabinet\/expiring\/[0-9a-f-]{36}$/;
const [first, second, third] = ['hr@steppe-build.example', 'site@steppe-build.example', 'office@steppe-build.example'];
const table = `contactEmail\r\n${first}\r\nno address\r\n${second}\r\n`;

export async function keepPortfolio(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const [company, colleague] = [new Browser(base), new Browser(base)];
  let [renewal, draft, batch] = ['', '', ''];
  await narrator.step('What expires is listed, and reminders can be turned off and on', async () => {
    await signInForCompany(company);
    const off = await company.submit(await company.get('/cabinet/expiring'), {}, press('reminders-off'));
    must(off.text.includes(say('notice.reminders-off')), `they are off: ${off.text.slice(0, 400)}`);
    const on = await company.submit(await company.get('/cabinet/expiring'), {}, press('reminders-on'));
    must(on.text.includes(say('notice.reminders-on')), `they are on: ${on.text.slice(0, 400)}`);
    return {};
  });
  await look('What expires', company, ['/cabinet/expiring']);
  await narrator.step('A permit that is about to end is renewed: a draft with the answers given then', async () => {
    renewal = await eventually(
      'a permit among what expires',
      async () => {
        const page = await company.get('/cabinet/expiring?service=work-permit');
        for (const path of page.links(holding)) if ((await company.get(path)).forms().length > 1) return path;
        return undefined;
      },
      240,
    );
    let begun = await company.submit(await company.get(renewal));
    // The service asks for more than a password: proven, one comes back to the page.
    if (begun.path.startsWith('/sign-in/')) begun = await company.submit(await company.prove(begun));
    must(begun.text.includes(say('notice.renewal-begun')), `it is begun: ${begun.text.slice(0, 400)}`);
    must(begun.text.includes(say('portfolio.look-anew')), `what is asked anew is named: ${begun.text.slice(0, 400)}`);
    draft = begun.links(/^\/cases\/[0-9a-f-]{36}/)[0]?.split('/')[2] ?? '';
    must(draft, `it leads to the draft: ${begun.text.slice(0, 400)}`);
    return { renewal, draft };
  });
  await look('A renewal', company, [renewal]);
  await narrator.step('Two people save one page: the second sees both values, and nothing is lost', async () => {
    const path = `/cases/${draft}/form/contact`;
    await signInForCompany(colleague);
    const [mine, theirs] = [await company.get(path), await colleague.get(path)];
    await colleague.submit(theirs, { contactEmail: second });
    const clash = await company.submit(mine, { contactEmail: third });
    must(clash.text.includes(say('portfolio.clash')), `it is said: ${clash.status} ${clash.text.slice(0, 400)}`);
    for (const value of [second, third]) must(clash.html.includes(value), `${value} is there`);
    const kept = await company.submit(clash, { contactEmail: third });
    must(!kept.text.includes(say('portfolio.clash')), `saved once more it stands: ${kept.text.slice(0, 300)}`);
    must((await colleague.get(path)).html.includes(third), 'and the other one sees it');
    return { first: second, second: third };
  });
  await narrator.step('A table is checked, its wrong line is named, and nothing is begun', async () => {
    const page = await eventually('the page of tables', async () => {
      const found = await company.get('/cabinet/batches');
      return found.text.includes(say('portfolio.check')) && found;
    });
    must(page.text.includes(say('portfolio.without-tables')), 'it says which services take none');
    const file = { name: `certificates-${Date.now()}.csv`, content: Buffer.from(table) };
    const checked = await company.sendFile(page, 'file', file, { service: 'establishment-compliance' });
    batch = checked.path;
    must(/^\/cabinet\/batches\/[0-9a-f-]{36}$/.test(batch), `it is checked: ${batch} ${checked.text.slice(0, 300)}`);
    must(checked.text.includes('no address'), `the wrong line is there: ${checked.text.slice(0, 400)}`);
    return { batch };
  });
  await look('A table that is checked', company, [batch, '/cabinet/batches'], 'checked');
  await narrator.step('Drafts are made of the lines that fit', async () => {
    await company.submit(await company.get(batch), { how: 'draft' }, press('start'));
    const done = await eventually(
      'the end of the table',
      async () => {
        const page = await company.get(batch);
        return page.text.includes(say('portfolio.batch-is-done')) && page;
      },
      90,
    );
    const drafts = done.links(/^\/cases\/[0-9a-f-]{36}$/);
    must(drafts.length === 2, `two drafts: ${drafts.length} ${done.text.slice(0, 400)}`);
    return { drafts: drafts.length };
  });
  await look('A table worked through', company, [batch], 'done');
}
