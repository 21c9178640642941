// SPDX-License-Identifier: Apache-2.0
/** A company's applications: what expires, one table with a wrong line, and what became of its lines. */
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const press = (value: string): [string, string] => ['_do', value];

export async function keepPortfolio(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const company = new Browser(base);
  await narrator.step('What expires is listed, and reminders can be turned off and on', async () => {
    await company.signIn('aigerim', 'meridia', '/cabinet/expiring');
    const off = await company.submit(await company.get('/cabinet/expiring'), {}, press('reminders-off'));
    must(off.text.includes(say('notice.reminders-off')), `they are off: ${off.text.slice(0, 400)}`);
    const on = await company.submit(await company.get('/cabinet/expiring'), {}, press('reminders-on'));
    must(on.text.includes(say('notice.reminders-on')), `they are on: ${on.text.slice(0, 400)}`);
    return {};
  });
  await look('What expires', company, ['/cabinet/expiring']);
  await narrator.step('Tables of applications are listed with what became of them', async () => {
    const page = await eventually('the page of tables', async () => {
      const found = await company.get('/cabinet/batches');
      return found.text.includes(say('portfolio.earlier')) && found;
    });
    return { tables: page.links(/^\/cabinet\/batches\/[0-9a-f-]{36}$/).length };
  });
  await look('Many at once', company, ['/cabinet/batches']);
}
