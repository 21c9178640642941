// SPDX-License-Identifier: Apache-2.0
/** Pages of certification: who brings, runs, signs and looks, what everybody checks, and what is said where something is missing. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { text } from './answers.ts';
import { type Answers, type Harness, startHarness, TestRefusal, withDuty } from './harness.ts';

const id = '01919191-0000-7000-8000-000000000001';
const runId = '01919191-0000-7000-8000-000000000002';
const at = '2026-11-20T05:30:00.000Z';
const version = `sha256:${'a'.repeat(64)}`;
const title = text('Work <permit>', 'Разрешение', 'Рұқсат', 'Дозвіл', 'تصريح');
const candidate = {
  ...{ id, organisationId: 'org-1', serviceId: 'work-permit', version, title, state: 'submitted' as const },
  ...{ submittedName: 'Vera', submittedAt: at },
};
const run = {
  ...{
    id: runId,
    suite: 'legal' as const,
    regulation: 'CR-1 1.0',
    state: 'passed' as const,
    done: 1,
    of: 1,
    queuedAt: at,
  },
  ...{ finishedAt: at, defects: { A: 0, B: 0, C: 1 } },
};
const certificate = {
  ...{
    number: 'CR-000007',
    serviceId: 'work-permit',
    version,
    title,
    kind: 'tested',
    state: 'valid',
    issuedAt: at,
    sealed: true,
  },
};
const release = {
  ...{ id, certificate: 'CR-000007', serviceId: 'work-permit', version, title, stage: 'canary', people: 3 },
  ...{
    organisations: ['0105234515'],
    perMille: 50,
    beganAt: at,
    byName: 'Dinara',
    may: ['canary', 'release', 'return'],
  },
};
let may: string[] = [];
let intact = true;
const answers: Answers = {
  'certification.list-candidates': () => ({ items: [candidate] }),
  'certification.submit-candidate': () => ({ id, version }),
  'certification.get-candidate': () => ({
    ...{
      ...candidate,
      runs: [run],
      exceptions: [{ suite: 'interface', name: 'Taras', reason: 'In May', until: '2027-05-01', at }],
    },
    ...{ missing: [{ clause: '8.5', suite: 'legal' }], may },
  }),
  'certification.run-suites': () => ({ id, queued: 1 }),
  'certification.stop-suite': () => ({ id: runId }),
  'certification.sign-law': () => ({ id }),
  'certification.decide-candidate': (input) => {
    if (input.certify) throw new TestRefusal('conflict', 'certification.suites-missing');
    return { id };
  },
  'certification.allow-exception': () => ({ id, persons: 1 }),
  'certification.get-report': () => ({
    ...{ ...run, candidateId: id, serviceId: 'work-permit', version, title },
    checks: [{ clause: '8.1', result: 'bad', defect: 'A', evidence: ['"Lost Act" ended'] }],
    figures: [{ name: 'articles', value: 3, unit: '' }],
  }),
  'certification.get-regulation': () => ({
    ...{ number: 'CR-1', version: '1.0', title: text('Regulation'), sha256: 'b'.repeat(64), inForce: false },
    signatures: [{ name: 'Taras', duty: 'legal.reviewer', at }],
    chapters: [
      { number: '8', title: text('Law'), clauses: [{ number: '8.1', defect: 'A', text: text('Each act is cited') }] },
    ],
  }),
  'certification.adopt-regulation': () => ({ version: '1.0', inForce: true }),
  'certification.list-certificates': () => ({ items: [certificate] }),
  'certification.get-certificate': (input) => {
    if (input.number !== certificate.number) throw new TestRefusal('missing', 'certification.certificate-unknown');
    return {
      ...certificate,
      statement: '{"service":"work-permit"}',
      sha256: 'c'.repeat(64),
      intact,
      sealSerial: '42',
      sealedAt: at,
    };
  },
  'certification.list-releases': () => ({ items: [release], figures: { ended: 4, failed: 1, restoreSeconds: 90 } }),
  'certification.begin-pilot': () => ({ id }),
  'certification.move-release': () => ({ id, stage: 'canary' }),
  'certification.list-articles': () => ({
    items: [{ citation: 'Labour Act, Art. 1', from: '2020-01-01', notedBy: 'shipped', certificates: 2 }],
  }),
  'certification.set-article': () => ({ citation: 'Labour Act, Art. 1', reopened: 0 }),
};
let portal: Harness;
beforeAll(async () => {
  portal = await startHarness(answers);
});
afterAll(() => portal.close());
const page = async (path: string, language = 'en') =>
  (await fetch(portal.url + path, { headers: { 'accept-language': language } })).text();
async function send(path: string, fields: Record<string, string>) {
  const key = /name="_key" value="([^"]+)"/.exec(await page(path))?.[1] ?? '';
  const init = { method: 'POST', redirect: 'manual' as const, headers: { origin: portal.url } };
  return fetch(portal.url + path, { ...init, body: new URLSearchParams({ _key: key, ...fields }) });
}
const asked = (name: string) => portal.calls.filter((call) => call.name === name).map(({ input }) => input);
const certifier = () => portal.signIn(withDuty('Dinara', 'certification.certifier'));
const here = `/certification/candidates/${id}`;

it('shows everybody certificates and whether words and seal agree', async () => {
  portal.signIn(undefined);
  expect(await page('/certificates')).toContain('CR-000007');
  const shown = await page('/certificates/CR-000007');
  for (const part of ['Work &lt;permit&gt;', 'the seal agree', 'container.asice']) expect(shown).toContain(part);
  intact = false;
  expect(await page('/certificates/CR-000007')).toContain('not those that were sealed');
  intact = true;
  expect((await fetch(`${portal.url}/certificates/CR-999999`)).status).toBe(404);
  expect(await page('/certificates', 'ar')).toContain('dir="rtl"');
});

it('shows the regulation clause by clause, and lets who may sign it', async () => {
  portal.signIn(undefined);
  const shown = await page('/certificates/regulation');
  for (const part of ['8.1', 'Each act is cited', 'Taras', 'legal reviewer']) expect(shown).toContain(part);
  expect(shown).not.toContain('Sign it');
  certifier();
  expect((await send('/certificates/regulation', { sha256: 'b'.repeat(64) })).status).toBe(303);
  expect(asked('certification.adopt-regulation')).toEqual([{ sha256: 'b'.repeat(64) }]);
});

it('keeps the pages of who certifies from everybody else', async () => {
  portal.signIn(withDuty('Somebody', 'quality.analyst'));
  for (const path of ['/certification', '/certification/releases', '/certification/articles', here])
    expect((await fetch(portal.url + path)).status).toBe(403);
});

it('shows a candidate with what is missing, and does what may be done', async () => {
  certifier();
  may = ['run', 'stop', 'certify', 'refuse', 'except'];
  const shown = await page(here);
  for (const part of ['Work &lt;permit&gt;', 'has not signed', 'In May', 'Issue the certificate'])
    expect(shown).toContain(part);
  expect((await send(here, { _do: 'run', suite: '' })).status).toBe(303);
  expect((await send(here, { _do: 'run', suite: 'load' })).status).toBe(303);
  expect(asked('certification.run-suites')).toEqual([
    { id, suites: ['functional', 'load', 'safety', 'interface', 'legal'] },
    { id, suites: ['load'] },
  ]);
  expect(await (await send(here, { _do: 'certify' })).text()).toContain('Not all suites have passed');
  expect(await (await send(here, { _do: 'refuse', reason: '' })).text()).toContain('Say why');
  expect((await send(here, { _do: 'refuse', reason: 'Not plain' })).status).toBe(303);
  expect(
    await (
      await send(here, { _do: 'except', exceptionReason: 'Mended in May', exceptedSuite: 'interface', until: 'soon' })
    ).text(),
  ).toContain('Give a day');
  expect(
    (
      await send(here, {
        _do: 'except',
        exceptionReason: 'Mended in May',
        exceptedSuite: 'interface',
        until: '2027-05-01',
      })
    ).status,
  ).toBe(303);
  may = ['sign-law'];
  portal.signIn(withDuty('Taras', 'legal.reviewer'));
  expect((await send(here, { _do: `sign-law ${runId}` })).status).toBe(303);
  expect(asked('certification.sign-law')).toEqual([{ id, runId }]);
});

it('shows a report by clause, with what was seen and the class of the defect', async () => {
  certifier();
  const shown = await page(`/certification/runs/${runId}`);
  for (const part of ['Each act is cited', 'Lost Act', 'class A', `/api/certification/runs/${runId}`])
    expect(shown).toContain(part);
});

it('asks an applicant for a file', async () => {
  portal.signIn(withDuty('Vera', 'certification.applicant'));
  expect(await page('/certification')).toContain('Bring a candidate');
  expect(await (await send('/certification', { organisationId: 'org-1' })).text()).toContain('Choose a ZIP file');
});

it('begins a pilot and moves releases; what is typed wrongly is said at its field', async () => {
  certifier();
  const path = '/certification/releases';
  const shown = await page(path);
  for (const part of ['25.0 %', '5.0 %', 'Begin a pilot']) expect(shown).toContain(part);
  const wrong = await send(path, { _do: 'pilot', certificate: '7', people: '12', organisations: '1', until: '' });
  const said = await wrong.text();
  for (const part of ['CR-000012', '11 digits', '10 digits', 'Give a day']) expect(said).toContain(part);
  const pilot = {
    certificate: 'CR-000007',
    people: '112-233-445 95'.replace(' ', ''),
    organisations: '',
    until: '2027-01-01',
    watch: 'applications',
  };
  expect((await send(path, { _do: 'pilot', ...pilot })).status).toBe(303);
  expect(asked('certification.begin-pilot')).toMatchObject([{ people: ['11223344595'], watch: 'applications' }]);
  expect(await (await send(path, { _do: `canary ${id}`, [`share.${id}`]: 'much' })).text()).toContain(
    'from 0.1 to 99.9',
  );
  expect((await send(path, { _do: `canary ${id}`, [`share.${id}`]: '12,5' })).status).toBe(303);
  expect(await (await send(path, { _do: `return ${id}`, [`reason.${id}`]: '' })).text()).toContain('Say why');
  expect(asked('certification.move-release')).toEqual([{ id, act: 'canary', perMille: 125 }]);
});

it('lets the reviewer of the law set an article', async () => {
  portal.signIn(withDuty('Taras', 'legal.reviewer'));
  const path = '/certification/articles';
  expect(await page(`${path}?article=${encodeURIComponent('Labour Act, Art. 1')}`)).toContain('value="2020-01-01"');
  expect(await (await send(path, { citation: '', from: '' })).text()).toContain('as packages cite it');
  expect((await send(path, { citation: 'Labour Act, Art. 1', from: '2020-01-01', until: '' })).status).toBe(303);
  expect(asked('certification.set-article')).toEqual([{ citation: 'Labour Act, Art. 1', from: '2020-01-01' }]);
});
