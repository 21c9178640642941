// SPDX-License-Identifier: Apache-2.0
/** A candidate is looked at, its suites run, the law signed, the certificate issued and checked by everybody; a pilot begins. */
import { Browser } from './browser.ts';
import type { Look } from './family.ts';
import { type Evidence, eventually, must, type Narrator } from './step.ts';
import { wordsOf } from './words.ts';

const say = wordsOf('en');
const here = '/certification';
const press = (value: string): [string, string] => ['_do', value];

interface Part {
  readonly narrator: Narrator;
  readonly look: Look;
}

/** One that is under way and was brought with the history. */
async function candidateOf(certifier: Browser, title: string): Promise<string> {
  const list = await certifier.get(`${here}?state=submitted`);
  const rows = [
    ...list.html.matchAll(/<a[^>]*href="(\/certification\/candidates\/[0-9a-f-]{36})"[^>]*>([\s\S]*?)<\/a>/g),
  ];
  const path = rows.find(([, , words = '']) => words.includes(title))?.[1];
  must(path, `the candidate "${title}" is listed: ${list.text.slice(0, 600)}`);
  return path;
}

async function runSuites(certifier: Browser, path: string): Promise<Evidence> {
  await certifier.submit(await certifier.get(path), { suite: '' }, press('run'));
  const passed = say('certification.run-passed');
  const count = (text: string) => text.split(passed).length - 1;
  const text = await eventually(
    'five suites that passed',
    async () => {
      const page = await certifier.get(path);
      return count(page.text) >= 5 && page.text;
    },
    120,
  );
  return { passed: count(text) };
}

async function certify(certifier: Browser, lawyer: Browser, anybody: Browser, path: string): Promise<string> {
  const early = await certifier.get(path);
  must(!early.text.includes(say('certification.act-certify')), 'nothing is certified before the law is signed');
  const asked = await lawyer.get(path);
  const [, runId = ''] = /value="sign-law ([0-9a-f-]{36})"/.exec(asked.html) ?? [];
  await lawyer.submit(asked, {}, press(`sign-law ${runId}`));
  const done = await certifier.submit(await certifier.get(path), {}, press('certify'));
  const [, number = ''] = /href="\/certificates\/(CR-\d{6,9})"/.exec(done.html) ?? [];
  must(number, `it has a certificate: ${done.text.slice(0, 600)}`);
  await eventually('its seal', async () =>
    (await anybody.get(`/certificates/${number}`)).html.includes('container.asice'),
  );
  return number;
}

/** Everybody reads it, and another verifier of the platform says that the file is whole. */
async function checkElsewhere(anybody: Browser, number: string): Promise<Evidence> {
  const page = await anybody.get(`/certificates/${number}`);
  must(page.text.includes(say('certification.intact')), `words and seal agree: ${page.text.slice(0, 400)}`);
  const file = await anybody.bytes(`/api/certification/certificates/${number}/container.asice`);
  const answer = await fetch(new URL('/api/signing/verifications', page.url), {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(file.body),
  });
  const report = (await answer.json()) as { kind?: string; verdict?: string };
  must(report.kind === 'container' && report.verdict !== 'bad', `the file is whole: ${JSON.stringify(report)}`);
  return { number, verdict: report.verdict ?? '' };
}

async function beginPilot(certifier: Browser, number: string): Promise<Evidence> {
  const until = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
  const page = await certifier.get(`${here}/releases?certificate=${number}`);
  const values = { certificate: number, organisations: '0105234515', until, watch: 'applications' };
  const done = await certifier.submit(page, values, press('pilot'));
  must(done.text.includes(say('certification.stage-pilot')), `the pilot is listed: ${done.text.slice(0, 600)}`);
  return { number };
}

export async function certifyServices(base: string, { narrator, look }: Part): Promise<void> {
  const [certifier, lawyer, designer, anybody] = [
    new Browser(base),
    new Browser(base),
    new Browser(base),
    new Browser(base),
  ];
  let [path, number] = ['', ''];
  await narrator.step('A certifier finds a candidate and runs the five suites over it', async () => {
    await certifier.signIn('certifier', 'meridia', here);
    path = await candidateOf(certifier, 'Change of occupation');
    return runSuites(certifier, path);
  });
  await narrator.step('The law is signed, the certificate issued and sealed', async () => {
    await lawyer.signIn('lawyer', 'meridia', here);
    number = await certify(certifier, lawyer, anybody, path);
    return { number };
  });
  await narrator.step('Everybody checks the certificate, here and with another verifier', () =>
    checkElsewhere(anybody, number),
  );
  await narrator.step('The certified version begins as a pilot', () => beginPilot(certifier, number));
  await designer.signIn('designer', 'meridia', here);
  const [, run = ''] = /href="(\/certification\/runs\/[0-9a-f-]{36})"/.exec((await certifier.get(path)).html) ?? [];
  await look('The pages of who certifies', certifier, [here, path, run, `${here}/releases`]);
  await look('The articles of who answers for the law', lawyer, [`${here}/articles`]);
  await look('The candidates of who owns a service', designer, [here]);
  await look('What everybody sees of certificates', anybody, [
    '/certificates',
    `/certificates/${number}`,
    '/certificates/regulation',
  ]);
}
