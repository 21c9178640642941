// SPDX-License-Identifier: Apache-2.0
/** A citizen's letter to a ministry: written in the cabinet, registered by the clerk, followed by its author. */
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { eventually, must, type Narrator } from './step.ts';

export async function writeToMinistry(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const [author, clerk] = [new Browser(base), new Browser(base)];
  await author.signIn('aigerim', 'meridia', '/cabinet/letters');
  await clerk.signIn('clerk', 'meridia', '/documents');
  // Each run writes about something else, or the clerk is asked whether it came before.
  const subject = `Matter ${Date.now() % 1e8}: my pension`;
  let path = '';
  await narrator.step('A citizen writes a letter to a ministry in the portal', async () => {
    const written = await author.submit(await author.get('/letters/new'), {
      ...{ institutionId: 'XM-LABOUR-MINISTRY', subject, text: 'When will it be paid?' },
    });
    path = written.path;
    must(path.startsWith('/cabinet/letters/'), `the letter is there: ${written.text.slice(0, 300)}`);
    return { path };
  });
  await narrator.step('The clerk registers it, and its author sees the number', async () => {
    const list = await clerk.get(`/documents/list?kind=letter&search=${encodeURIComponent(subject)}`);
    const [found = ''] = list.links(/^\/documents\/[0-9a-f]{8}-/);
    const registered = await clerk.submit(await clerk.get(found), {}, ['_do', 'register']);
    const number = /06-\d+\/\d{2}/.exec(registered.text)?.[0] ?? '';
    must(number, `the letter has its number: ${registered.text.slice(0, 300)}`);
    await eventually('the number to reach the author', async () =>
      (await author.get(path)).text.includes(number) ? number : undefined,
    );
    return { number };
  });
  await look('Letters to authorities', author, ['/letters/new', '/cabinet/letters', path]);
}
