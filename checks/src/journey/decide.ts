// SPDX-License-Identifier: Apache-2.0
/** The officer's half and what follows: clarification, decision, permit, survey, evidence. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from './browser.ts';
import { type Evidence, eventually, must } from './step.ts';

/** Claims the case in the queue and asks for one field again. */
export async function askBack(
  officer: Browser,
  other: Browser,
  id: string,
  number: string,
): Promise<{ task: string; evidence: Evidence }> {
  await officer.signIn('officer', 'meridia', '/office');
  const task = await eventually('the case in the queue', async () => {
    for (const path of (await officer.get(`/office?search=${number}`)).links(/^\/office\/tasks\//)) {
      if ((await officer.get(path)).text.includes(number)) return path;
    }
    return undefined;
  });
  await other.signIn('officer2', 'meridia', '/office');
  const stranger = await other.get(task);
  must(stranger.status === 403 || stranger.status === 404, 'an officer of another region does not see the case');
  let page = await officer.submit(await officer.get(task), {}, ['_do', 'claim']);
  page = await eventually('the answers of education and police', async () => {
    const now = await officer.get(task);
    return (
      /clear/i.test(now.text) &&
      now.forms().some((form) => form.buttons.some(([, value]) => value === 'clarify')) &&
      now
    );
  });
  const asked = await officer.submit(page, { field: 'workAddress', question: 'Which entrance of the site?' }, [
    '_do',
    'clarify',
  ]);
  must(asked.status === 200, `the clarification is asked: ${asked.text.slice(0, 200)}`);
  return { task, evidence: { task, otherRegion: stranger.status, asked: 'workAddress', case: id } };
}

/** The employer answers what was asked. */
export async function answerBack(employer: Browser, id: string): Promise<Evidence> {
  const page = await eventually('the question on the case page', async () => {
    const now = await employer.get(`/cases/${id}`);
    return now.text.includes('Which entrance of the site?') && now;
  });
  const form = page
    .forms()
    .find((one) => [...one.names].some((name) => name.endsWith('workAddress')) || one.names.has('_clarification'));
  must(form, `the case page has a form for the answer: ${JSON.stringify(page.forms().map((one) => [...one.names]))}`);
  const field = [...form.names].find((name) => /workAddress|value|answer/.test(name)) ?? '';
  const answered = await employer.submit(page, { [field]: '40 Unity Street, Aksu, entrance 2' });
  must(answered.status === 200, `the answer is taken: ${answered.text.slice(0, 200)}`);
  return { paused: /paus|stopped|wait/i.test(page.text), answered: '40 Unity Street, Aksu, entrance 2' };
}

export async function decide(officer: Browser, task: string): Promise<Evidence> {
  const page = await eventually('the answer in the task', async () => {
    const now = await officer.get(task);
    return now.text.includes('entrance 2') && now.forms().some((form) => form.names.has('outcome')) && now;
  });
  const outcomes = [
    ...page.html.matchAll(/name="outcome"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="outcome"/g),
  ].map((m) => m[1] ?? m[2]);
  must(outcomes.includes('grant'), `the rule offers to grant: ${outcomes.join(', ')}`);
  const law = /(art(?:icle|\.)\s*[\w.()]+)/i.exec(page.text)?.[1];
  const done = await officer.submit(page, { outcome: 'grant', text: 'All conditions are met.' }, ['_do', 'decide']);
  must(done.path === '/office', `deciding leads back to the queue: ${done.text.slice(0, 200)}`);
  return { outcomes, rule: law ?? 'named on the page', decided: 'grant' };
}

/** The permit in the cabinet, its signature, its verification page, the e-mail. */
export async function receivePermit(
  employer: Browser,
  anybody: Browser,
  id: string,
  mailUrl: string,
): Promise<Evidence & { verification: string }> {
  const link = await eventually(
    'the permit',
    async () => (await employer.get(`/cases/${id}`)).links(/download|outputs?\//)[0],
    60,
  );
  const pdf = await employer.bytes(link);
  must(
    pdf.status === 200 && pdf.body.subarray(0, 5).toString() === '%PDF-',
    `the permit is a PDF: ${pdf.status} ${pdf.type}`,
  );
  must(
    pdf.body.includes('/ByteRange') && pdf.body.includes('ETSI.CAdES.detached'),
    'the PDF carries a PAdES signature',
  );
  const verifyPath =
    (await employer.get(`/cases/${id}`)).links(/^\/verify\/|\/verify\//)[0] ??
    (await employer.get('/cabinet/documents')).links(/\/verify\//)[0];
  must(verifyPath, 'the document has a verification page');
  const verified = await anybody.get(verifyPath);
  must(
    verified.status === 200 && /valid|genuine/i.test(verified.text),
    `anybody can verify it: ${verified.text.slice(0, 200)}`,
  );
  const forged = await anybody.get('/verify/0000-0000-0000-0000');
  must(
    forged.status === 404 || /no such|not known|unknown|not found|no document/i.test(forged.text),
    'a made-up code is not confirmed',
  );
  const mail = await eventually('the e-mail', async () => {
    const answer = (await (await fetch(`${mailUrl}/messages?to=aigerim%40mail.meridia.example`)).json()) as unknown;
    const text = JSON.stringify(answer);
    return text.includes('ermit') && text;
  });
  const inbox = await employer.get('/cabinet/inbox');
  must(inbox.text.length > 0 && /permit/i.test(inbox.text), 'the cabinet has the notification');
  return {
    bytes: pdf.body.length,
    signature: pdfSignature(pdf.body),
    verification: verifyPath,
    emails: (mail.match(/"subject"/g) ?? []).length,
  };
}

/** Word of poppler's pdfsig where it is installed. */
export function pdfSignature(pdf: Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'stoa-permit-')), 'permit.pdf');
  writeFileSync(file, pdf);
  try {
    const words = execFileSync('pdfsig', [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    must(/Signature is Valid/i.test(words), `pdfsig accepts the signature: ${words}`);
    return 'valid by pdfsig';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'PAdES (pdfsig is not installed to check it)';
    throw error;
  }
}
