// SPDX-License-Identifier: Apache-2.0
/** Help at a counter: a name that does not fit, a code read out, an application, its receipt on the public page, the day of the office. */
import { fromRegister, workerSnils } from './apply.ts';
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const press = (value: string): [string, string] => ['_do', value];
const service = 'address-certificate';
const typed = {
  ...{ office: 'XM-01-FRONT-OFFICE-1', service, number: workerSnils, document: 'Passport Z4582917' },
  ...{ way: 'code', language: 'en' },
};

export async function helpAtTheCounter(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const [clerk, head, visitor, anybody] = [new Browser(base), new Browser(base), new Browser(base), new Browser(base)];
  /** The service is found by its name: there are more than one scrolls through. */
  const ask = async (name: string): Promise<Page> => {
    const found = await clerk.submit(await clerk.get('/counter'), { '_find.service': 'address' }, ['_find', 'service']);
    return clerk.submit(found, { ...typed, name });
  };
  let visit = '';
  let receipt: Buffer | undefined;
  await narrator.step('A clerk types a name that is not that of the number, and learns no more', async () => {
    await clerk.signIn('counter', 'meridia', '/counter');
    const wrong = await ask('Arjun Sharma');
    must(wrong.status === 422, `it is refused: ${wrong.status} ${wrong.path}`);
    must(wrong.text.includes(say('error.counter.person-not-matched')), `in words: ${wrong.text.slice(0, 400)}`);
    return { status: wrong.status };
  });
  await look('The counter', clerk, ['/counter']);
  await narrator.step('With the right name the person is asked', async () => {
    const asked = await ask('Rahul Sharma');
    visit = asked.path;
    must(/^\/counter\/visits\/[0-9a-f-]{36}$/.test(visit), `the person is asked: ${visit} ${asked.text.slice(0, 300)}`);
    return { visit };
  });
  await look('A visit that is asked for', clerk, [visit], 'asked');
  await narrator.step('The person reads the code out, and the visit begins', async () => {
    await visitor.signIn('worker', 'meridia', '/cabinet/inbox');
    const code = await eventually(
      'the code among the messages of the person',
      async () => /read out this code: (\d{6})/.exec((await visitor.get('/cabinet/inbox')).text)?.[1],
      60,
    );
    const open = await clerk.submit(await clerk.get(visit), { code }, press('code'));
    must(open.text.includes(say('notice.visit-opened')), `it is open: ${open.text.slice(0, 400)}`);
    return { visit };
  });
  await narrator.step(
    'The clerk applies for the person; nothing else of them, and no other work, is open',
    async () => {
      let page = await clerk.startService(service);
      const id = /^\/cases\/([^/]+)\/form\//.exec(page.path)?.[1] ?? '';
      must(id, `starting leads to the form, not to ${page.path}: ${page.text.slice(0, 300)}`);
      page = await clerk.submit(page, { snils: workerSnils });
      page = await clerk.submit(await fromRegister(clerk, 'the population register', page, 'Sharma'));
      page = await clerk.submit(page, { purpose: 'bank' });
      must(page.path === `/cases/${id}/check`, `the answers are there: ${page.path} ${page.text.slice(0, 300)}`);
      const sent = await clerk.submit(page, { declaration: 'yes' });
      must(sent.path.endsWith('/confirmation'), `it is sent, not ${sent.path}: ${sent.text.slice(0, 300)}`);
      const list = await clerk.get('/cabinet/applications');
      must(list.text.includes(say('counter.only-this-visit')), `this visit alone: ${list.text.slice(0, 400)}`);
      must(list.links(/^\/cases\/[0-9a-f-]{36}$/).length === 1, 'one application is listed');
      const shut = await clerk.get('/cabinet/inbox');
      must(
        shut.text.includes(say('error.kernel.outside-visit')),
        `the rest is shut in words: ${shut.text.slice(0, 300)}`,
      );
      const paper = await clerk.bytes((await clerk.get(visit)).links(/receipt\.pdf$/)[0] ?? '');
      must(paper.status === 200 && paper.type === 'application/pdf', `the receipt is a PDF: ${paper.status}`);
      receipt = paper.body;
      return { case: id, bytes: paper.body.length };
    },
  );
  await look('A visit', clerk, [visit, '/cabinet/applications'], 'open');
  await narrator.step('The receipt is found genuine by anybody, and the visit ends', async () => {
    const content = receipt ?? Buffer.from('');
    const page = await anybody.sendFile(await anybody.get('/verify'), 'file', { name: 'receipt.pdf', content });
    must(page.status < 500 && page.text.includes('receipt.pdf'), `it is looked at: ${page.text.slice(0, 300)}`);
    const ended = await clerk.submit(await clerk.get(visit), {}, press(`end ${visit.split('/').at(-1)}`));
    must(ended.text.includes(say('notice.visit-ended')), `it is over: ${ended.text.slice(0, 300)}`);
    return { visit };
  });
  await narrator.step('Who leads the office sees the day: by whom, for what, how long, not for whom', async () => {
    await head.signIn('counter-head', 'meridia', '/counter/day');
    const day = await head.get(`/counter/day?office=${typed.office}`);
    must(day.text.includes('Marat'), `the clerk is named: ${day.text.slice(0, 400)}`);
    must(!day.text.includes('Sharma'), 'the person is not');
    return { visits: /\d+/.exec(day.text)?.[0] ?? '' };
  });
  await look('The day of a front office', head, ['/counter/day']);
}
