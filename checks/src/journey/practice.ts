// SPDX-License-Identifier: Apache-2.0
/** A head learns in the practice room, in the real pages: a letter registered, a key got, a paper signed and checked. */
import { Browser, type Page } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';

const home = '/documents/practice';

async function begin(trainee: Browser, task: string): Promise<Page> {
  const begun = await trainee.submit(await trainee.get(`${home}/${task}`), {}, ['_do', 'begin']);
  must(begun.text.includes('The task has begun'), `it has begun: ${begun.text.slice(0, 300)}`);
  return begun;
}
const check = async (trainee: Browser, task: string, values: Record<string, string> = {}) =>
  trainee.submit(await trainee.get(`${home}/${task}`), values, ['_do', 'check']);

/** What the brief says after these words. */
const told = (page: Page, words: RegExp): string => words.exec(page.text)?.[1] ?? '';

async function registerLetter(trainee: Browser): Promise<Evidence> {
  const brief = await begin(trainee, 'register');
  const theirNumber = told(brief, /Their number is (\S+?),/);
  const theirDate = told(brief, /their date (.+?)\. It is/);
  const subject = told(brief, /It is about “(.+?)”/);
  must(theirNumber && theirDate && subject, `the brief tells the letter: ${brief.text.slice(0, 400)}`);
  const lacking = await check(trainee, 'register');
  must(lacking.text.includes('Enter the letter'), `the check says what is missing: ${lacking.text.slice(0, 400)}`);
  const form = await trainee.get('/documents/new?kind=incoming');
  must(form.text.includes('Practice institution'), 'the letter goes to the practice institution');
  const entered = await trainee.submit(form, { subject, correspondents: 'Office of Roads', theirNumber, theirDate });
  const registered = await trainee.submit(entered, {}, ['_do', 'register']);
  const number = /01-\d+\/\d{2}/.exec(registered.text)?.[0] ?? '';
  must(number, `it has its number: ${registered.text.slice(0, 400)}`);
  const passed = await check(trainee, 'register');
  must(passed.text.includes('Passed'), `the task is passed: ${passed.text.slice(0, 600)}`);
  return { path: entered.path, number };
}

async function signPaper(trainee: Browser): Promise<Evidence> {
  const brief = await begin(trainee, 'sign');
  const [path = ''] = brief.links(/^\/documents\/[0-9a-f]{8}-/);
  const institution = /value="(PRACTICE-[0-9A-F-]+)"/;
  const keys = await trainee.get('/cabinet/signatures');
  const organisationId = institution.exec(keys.html)?.[1] ?? '';
  must(organisationId, `a key is offered for the practice institution: ${keys.text.slice(0, 300)}`);
  await trainee.submit(keys, { organisationId, code: '2468' });
  const paper = await trainee.get(path);
  const certificate = /<option value="([0-9a-f-]{36})"/.exec(paper.html)?.[1];
  const asked = await trainee.submit(paper, certificate ? { certificateId: certificate } : {}, ['_do', 'sign']);
  const signed = await trainee.submit(asked, { code: '2468' });
  must(signed.text.includes('Signed'), `it is signed: ${signed.text.slice(0, 400)}`);
  const container = await trainee.bytes(`/api${path}/container`);
  const verify = await trainee.get('/verify');
  const report = await trainee.sendFile(verify, 'file', { name: 'paper.asice', content: container.body });
  const serial = told(report, /Serial number of the certificate ([0-9a-f]+)/);
  must(serial, `the report names the certificate: ${report.text.slice(0, 600)}`);
  const passed = await check(trainee, 'sign', { answer: serial });
  must(passed.text.includes('Passed'), `the task is passed: ${passed.text.slice(0, 600)}`);
  return { serial };
}

export async function practise(base: string, { narrator, look }: { narrator: Narrator; look: Look }): Promise<void> {
  const trainee = new Browser(base);
  await trainee.signIn('head', 'meridia', home);
  await look('The practice room, from outside', trainee, [home, `${home}/approve`], 'outside');
  let registered: Evidence = {};
  await narrator.step('A head enters the practice room and registers a letter there', async () => {
    await trainee.submit(await trainee.get(home), {}, ['_do', 'enter']);
    registered = await registerLetter(trainee);
    return registered;
  });
  await narrator.step('Signs a paper with a key of the practice institution, and checks the signature', () =>
    signPaper(trainee),
  );
  await narrator.step('Is certified as a signer, and agrees to what waits on the desk', async () => {
    const room = await trainee.get(home);
    must(/Signer · .* Valid until/.test(room.text), `the certificate is there: ${room.text.slice(0, 900)}`);
    await begin(trainee, 'approve');
    const agreed = await eventually('the memorandum on the desk', async () => {
      const desk = await trainee.get('/documents/desk?kind=approve');
      return desk.forms().some(({ buttons }) => buttons.some(([, value]) => value === 'agree')) && desk;
    });
    await trainee.submit(agreed, {}, ['_do', 'agree']);
    const passed = await check(trainee, 'approve');
    must(passed.text.includes('Passed'), `the task is passed: ${passed.text.slice(0, 600)}`);
    return { page: passed.path };
  });
  await look('The practice room, from inside', trainee, [home, `${home}/register`, `${home}/sign`]);
  await narrator.step('At work nothing of it is seen, and the ministry sees who is trained', async () => {
    await trainee.submit(await trainee.get(home), {}, ['_do', 'leave']);
    const { status } = await trainee.get(String(registered.path));
    must(status === 404, `the practice letter is not found at work: ${status}`);
    const trained = await trainee.get(`${home}/trained`);
    must(trained.text.includes('Signer'), `the list names the signer: ${trained.text.slice(0, 300)}`);
    return { status };
  });
  await look('Who is trained', trainee, [`${home}/trained`]);
}

const ready = '/documents/readiness';

/** The chancery of the ministry against the practice partner; then its admission is taken back, and given again by two. */
export async function showReadiness(
  base: string,
  { narrator, look }: { narrator: Narrator; look: Look },
): Promise<void> {
  const [clerk, first, second] = [new Browser(base), new Browser(base), new Browser(base)];
  await clerk.signIn('clerk', 'meridia', ready);
  await narrator.step('A chancery passes ten scenarios against the practice partner, over the exchange', async () => {
    const page = await clerk.get(ready);
    if (page.forms().some(({ buttons }) => buttons.some(([, value]) => value === 'run')))
      await clerk.submit(page, {}, ['_do', 'run']);
    const report = await eventually(
      'the ten scenarios to end',
      async () => {
        const now = await clerk.get(ready);
        // Until it is closed the page loads itself again and again.
        return now.text.includes('10 of 10 done') && !now.text.includes('Runs') && now;
      },
      180,
    );
    must(!report.text.includes('Failed'), `all are passed: ${report.text.slice(0, 1500)}`);
    return { evidence: [...report.html.matchAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g)].length };
  });
  await look('Readiness and the mailbox, as its clerk sees them', clerk, [ready, '/documents/mail']);
  const there = `${ready}?institution=XM-AUDIT-CHAMBER`;
  await first.signIn('analyst', 'meridia', there);
  await second.signIn('operator', 'meridia', there);
  await narrator.step(
    'Its admission is taken back: it stays out until people are trained and two admit it',
    async () => {
      const out = await first.submit(await first.get(there), { reason: 'The chancery moves house' }, [
        '_do',
        'withdraw',
      ]);
      must(out.text.includes('Withdrawn by'), `it is withdrawn: ${out.text.slice(0, 600)}`);
      const asked = await eventually('its end to be told', async () => {
        const page = await first.get(there);
        return page.forms().some(({ buttons }) => buttons.some(([, value]) => value === 'propose')) && page;
      });
      const refused = await first.submit(asked, {}, ['_do', 'propose']);
      must(
        refused.text.includes('trained clerk') || refused.text.includes('Proposed by'),
        `training is asked for: ${refused.text.slice(0, 600)}`,
      );
      return { page: refused.path };
    },
  );
  await look('Readiness, as those who admit see it', first, [there], 'admission');
}
