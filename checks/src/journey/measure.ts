// SPDX-License-Identifier: Apache-2.0
/** Quality and evidence: the survey that moves a rating, the auditor's view, the worker's view, the verifier. */
import type { Browser, Page } from './browser.ts';
import { workerSnils } from './apply.ts';
import type { RunningPlatform } from './platform.ts';
import { type Evidence, eventually, must } from './step.ts';

/** Counted so far, as those see it who watch over the country; what is published moves once a month. */
async function answersOf(curator: Browser): Promise<number> {
  await curator.signIn('federal', 'meridia', '/quality/cabinet');
  const page = await curator.get('/quality/cabinet');
  must(page.status === 200, 'the cabinet of quality opens');
  return Number(/data-live[^>]*>([^<]+)</.exec(page.html)?.[1]?.replace(/\D/g, '') ?? 0);
}

const isUsed = (survey: Page) => /this link has been used/i.test(survey.text);

/** The survey link in the inbox of whoever was served. */
export async function findSurvey(people: readonly Browser[]): Promise<{ browser: Browser; path: string }> {
  return eventually(
    'the survey link in the cabinet',
    async () => {
      for (const browser of people) {
        const links = (await browser.get('/cabinet/inbox')).forms().flatMap((form) => form.fields);
        const paths = links.flatMap(([name, value]) =>
          name === '_link' && value.startsWith('/survey/') ? [value] : [],
        );
        // On a platform that was walked before, the links of those walks stand there too.
        for (const path of paths) if (!isUsed(await browser.get(path))) return { browser, path };
      }
      return undefined;
    },
    90,
  );
}

export async function answerSurvey(curator: Browser, browser: Browser, path: string): Promise<Evidence> {
  const before = await answersOf(curator);
  const invitation = await browser.get(path);
  must(invitation.status === 200, 'the link opens without changing anything');
  const questions: Page = await browser.submit(invitation);
  const form = questions
    .forms()
    .find(
      (one) =>
        one.buttons.some(([, value]) => value === 'answer') ||
        one.fields.some(([name, value]) => name === '_do' && value === 'answer'),
    );
  must(form, `the questionnaire is shown: ${questions.text.slice(0, 200)}`);
  const scales = [
    ...new Set(
      [...questions.html.matchAll(/name="([\w-]+)"[^>]*value="5"|value="5"[^>]*name="([\w-]+)"/g)].map(
        (m) => m[1] ?? m[2] ?? '',
      ),
    ),
  ];
  must(scales.length > 0, 'the questionnaire has questions on a scale of five');
  const press = form.buttons.find(([, value]) => value === 'answer');
  const receipt = await browser.submit(questions, Object.fromEntries(scales.map((name) => [name, '5'])), press);
  must(
    receipt.status === 200 && /receipt|thank/i.test(receipt.text),
    `a receipt is given: ${receipt.text.slice(0, 200)}`,
  );
  const again = await browser.get(path);
  must(
    isUsed(again) && !again.forms().some((one) => one.names.has(scales[0] ?? '')),
    'the link says that it has been used',
  );
  const forged = await browser.get('/survey/AAAAAAAAAAAAAAAAAAAAAA');
  must(forged.status === 404, 'a forged link is not known');
  const after = await eventually(
    'the rating to move',
    async () => {
      const now = await answersOf(curator);
      return now > before && now;
    },
    60,
  );
  return {
    questions: scales.length,
    answersBefore: before,
    answersAfter: after,
    usedLink: again.title,
    forgedLink: forged.status,
  };
}

export async function audit(auditor: Browser, id: string): Promise<Evidence> {
  await auditor.signIn('auditor', 'meridia', '/audit');
  const tile = (text: string, name: string) =>
    new RegExp(`${name} (\\d+) / (\\d+)`).exec(text)?.slice(1).map(Number) ?? [];
  let seen = '';
  const page = await eventually(
    () => `signed messages with proofs; last seen: ${seen}`,
    async () => {
      const now = await auditor.get(`/audit/cases/${id}`);
      const [proven = 0, entries = 1] = tile(now.text, 'Inclusion proven');
      // Two registers, two checks and one card, each with request and response. The card comes last, and its sender signs
      // a root over it a second later.
      const [valid = 0, messages = 0] = tile(now.text, 'Valid signatures');
      seen = `${now.status}, ${valid} of ${messages} signatures valid, ${proven} of ${entries} entries proven`;
      return now.status === 200 && proven === entries && messages >= 10 && valid === messages && now;
    },
    // The ledger is signed each minute.
    90,
  );
  const [valid, messages] = tile(page.text, 'Valid signatures');
  must(!page.text.includes('does not show'), "every message the case names stands in the exchange's log");
  const [proven = 0] = tile(page.text, 'Inclusion proven');
  return { page: page.path, validSignatures: `${valid} of ${messages}`, inclusionProven: proven };
}

export async function seeAccesses(worker: Browser): Promise<Evidence> {
  // The newest come first: an auditor who waited for the ledger's minute has looked often since.
  const page = await eventually('the officer in the list of accesses', async () => {
    for (let address = '/cabinet/access'; ; ) {
      const now = await worker.get(address);
      if (now.text.includes('Daniyar Omarov')) return now;
      const [next] = now.links(/^\/cabinet\/access\?cursor=/);
      if (!next) return false;
      address = next;
    }
  });
  return { page: page.path, officerNamed: 'Daniyar Omarov', entries: (page.html.match(/<(?:tr|li)\b/g) ?? []).length };
}

/** The worker learns who asked the population register about them, and for which purpose. */
/** Departments' own systems ask about the worker, past all cases: one that may, and one that may not. */
async function askDirectly(connectors: RunningPlatform['connectors']): Promise<number[]> {
  const statuses: number[] = [];
  for (const asker of ['1006/TAXES', '1004/DIPLOMAS']) {
    const connector = connectors.find(({ subsystem }) => subsystem.endsWith(asker));
    if (!connector) continue;
    const { subsystem, url, token } = connector;
    const [instance] = subsystem.split('/');
    const answer = await fetch(`${url}/r1/${instance}/GOV/1003/POPULATION/persons/${workerSnils}`, {
      headers: { 'x-road-client': subsystem, authorization: `Bearer ${token}` },
    });
    statuses.push(answer.status);
  }
  return statuses;
}

export async function seeRequests(worker: Browser, connectors: RunningPlatform['connectors']): Promise<Evidence> {
  const direct = await askDirectly(connectors);
  const page = await worker.get('/cabinet/requests');
  if (direct.length > 0) {
    must(direct.join() === '200,500', `the tax service may ask, the diploma register may not: ${direct.join()}`);
    must(
      /Tax debts.*Finding out who a taxpayer is/.test(page.text),
      'a call that no case made is told with its purpose',
    );
    must(/Diploma register.*Refused/.test(page.text), 'the refused one is told too');
  }
  must(page.text.includes('Population register'), `the population register was asked: ${page.text.slice(0, 300)}`);
  must(!page.text.includes('not recorded'), 'each call was made for a recorded purpose');
  must(!page.text.includes('Company register'), 'calls about the company are not about the worker');
  return { page: page.path, direct, entries: (page.html.match(/<tr\b/g) ?? []).length - 1 };
}
