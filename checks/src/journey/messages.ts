// SPDX-License-Identifier: Apache-2.0
/** A template drafted and published by two, an SMS that arrives and is told of, a campaign that is paused and goes on. */
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { eventually, must, type Narrator } from './step.ts';

const code = 'journey.reminder';
const phone = '+77271112233';

interface Part {
  readonly narrator: Narrator;
  readonly look: Look;
}

async function publishByTwo(writer: Browser, publisher: Browser) {
  await writer.signIn('operator', 'meridia', '/messages/templates');
  await publisher.signIn('analyst', 'meridia', '/messages/templates');
  const words = {
    ...{ title: 'Journey reminder', fields: 'name = Ann !', matter: 'account', class: 'closed' },
    ...{ subject: 'Reminder', short: 'A reminder waits in your cabinet.' },
  };
  const here = `/messages/templates/${code}`;
  const wrong = await writer.submit(await writer.get(here), { ...words, body: 'Dear ((vanished))' }, ['_do', 'save']);
  must(
    wrong.text.includes('((vanished)) is not among the placeholders'),
    `it is refused by name: ${wrong.text.slice(0, 300)}`,
  );
  const kept = await writer.submit(await writer.get(here), { ...words, body: 'Dear **((name))**' }, ['_do', 'save']);
  must(kept.text.includes('You wrote it'), `its author cannot publish it: ${kept.text.slice(0, 300)}`);
  const done = await publisher.submit(await publisher.get(here), {}, ['_do', 'publish']);
  must(done.text.includes('Version 1'), `another one does: ${done.text.slice(0, 300)}`);
  return { template: code };
}

async function givePhone(person: Browser, centre: string) {
  const page = await person.get('/cabinet/preferences');
  await person.submit(page, { phone }, ['_do', 'phone']);
  const sms = await eventually('the SMS with the code', async () => {
    const all = (await (await fetch(`${centre}/messages?to=${encodeURIComponent(phone)}`)).json()) as {
      text: string;
    }[];
    return all[0];
  });
  const [given = ''] = /\d{6}/.exec(sms.text) ?? [];
  const done = await person.submit(await person.get('/cabinet/preferences'), { code: given }, ['_do', 'code']);
  must(done.text.includes('+77…233'), `the telephone is proven: ${done.text.slice(0, 300)}`);
  return { code: given.length };
}

async function seeReceipt(operator: Browser) {
  const link = await eventually('the receipt', async () => {
    const list = await operator.get(
      `/messages/deliveries?channel=sms&state=delivered&search=${encodeURIComponent(phone)}`,
    );
    return list.links(/^\/messages\/deliveries\/[0-9a-f]/)[0];
  });
  const way = await operator.get(link);
  must(
    way.text.includes('Delivered') && !way.text.includes('233'),
    `its way is told without the number: ${way.text.slice(0, 300)}`,
  );
  return { path: link };
}

async function pauseAndResume(operator: Browser) {
  const list = await eventually(
    'the campaign of the history',
    async () => {
      const page = await operator.get('/messages/campaigns');
      return page.links(/^\/messages\/campaigns\/[0-9a-f]/).length > 0 && page;
    },
    300,
  );
  const [link = ''] = list.links(/^\/messages\/campaigns\/[0-9a-f]/);
  const going = await operator.submit(await operator.get(link), {}, ['_do', 'start']);
  must(going.text.includes('Running'), `it goes on: ${going.text.slice(0, 300)}`);
  await eventually('some of it given on', async () => !(await operator.get(link)).text.includes('1,600 / 4,200'));
  const paused = await operator.submit(await operator.get(link), {}, ['_do', 'pause']);
  must(paused.text.includes('Paused'), `it is paused: ${paused.text.slice(0, 300)}`);
  return { campaign: link };
}

export async function sendMessages(
  { base, smsUrl }: { base: string; smsUrl: string },
  { narrator, look }: Part,
): Promise<void> {
  const [operator, publisher, person] = [new Browser(base), new Browser(base), new Browser(base)];
  let delivery = '';
  let campaign = '';
  await narrator.step('A template of messages is drafted by one and published by another', () =>
    publishByTwo(operator, publisher),
  );
  await narrator.step('A telephone is proven by an SMS that arrives', async () => {
    await person.signIn('worker', 'meridia', '/cabinet/preferences');
    return givePhone(person, smsUrl);
  });
  await narrator.step('Its receipt is seen, the number is not', async () => {
    const { path } = await seeReceipt(operator);
    delivery = path;
    return { path };
  });
  await narrator.step('A campaign is resumed and paused', async () => {
    const found = await pauseAndResume(operator);
    campaign = found.campaign;
    return found;
  });
  await look('The pages of messages', operator, [
    ...[
      '',
      '/deliveries',
      '/templates',
      `/templates/${code}`,
      '/campaigns',
      '/providers',
      '/suppressions',
      '/letters',
    ].map((page) => `/messages${page}`),
    ...[delivery, campaign],
  ]);
  await look('How a person is told', person, ['/cabinet/preferences', '/unsubscribe/none']);
}
