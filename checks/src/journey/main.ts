// SPDX-License-Identifier: Apache-2.0
/**
 * The main job of Stoa from outside: a work permit for a foreign worker, from search to the rating of the department.
 * `--base URL` uses a running platform; otherwise one is started on free ports with a temporary data folder, all in one
 * process, or with `--split` in three over RabbitMQ. `--json` prints one object a step.
 */
import { parseArgs } from 'node:util';
import { checkEligibility, fillForm, findService, signInForCompany, submitAndPay } from './apply.ts';
import { Browser } from './browser.ts';
import { answerBack, askBack, decide, receivePermit } from './decide.ts';
import { answerSurvey, audit, findSurvey, seeAccesses } from './measure.ts';
import { type RunningPlatform, runAllInOne, runSplit, useRunning } from './platform.ts';
import { JourneyFailure, must, Narrator } from './step.ts';
import { tamperAndVerify, verifyLedgers } from './verify.ts';

const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    json: { type: 'boolean', default: false },
    split: { type: 'boolean', default: false },
  },
});
const narrator = new Narrator(values.json);
let platform: RunningPlatform | undefined;

async function walk(running: RunningPlatform): Promise<void> {
  const { base, mailUrl } = running;
  const [employer, worker, officer, other, auditor, anybody] = Array.from({ length: 6 }, () => new Browser(base)) as [
    Browser,
    Browser,
    Browser,
    Browser,
    Browser,
    Browser,
  ];
  let id = '';
  let number = '';
  let task = '';
  let survey: Awaited<ReturnType<typeof findSurvey>> | undefined;
  await narrator.step('A representative signs in and picks the company to act for', () => signInForCompany(employer));
  await narrator.step('The service is found by search and by life event', () => findService(employer));
  await narrator.step('The eligibility questions are answered', () => checkEligibility(employer));
  await narrator.step(
    'The form is filled, registers answer through the exchange, their values cannot be changed',
    async () => {
      const { id: caseId, registerValues, tampered } = await fillForm(employer);
      id = caseId;
      return { case: id, registerValues, tampered };
    },
  );
  await narrator.step('The application is sent and the fee paid at the bank', async () => {
    const evidence = await submitAndPay(employer, id);
    number = /[A-Z]{2,}[-\w/]*\d{4,}[-\w/]*/.exec((await employer.get(`/cases/${id}`)).text)?.[0] ?? '';
    must(number, 'the case has a number');
    return { ...evidence, number };
  });
  await narrator.step('An officer claims the case, sees the evidence and asks for one field again', async () => {
    const asked = await askBack(officer, other, id, number);
    task = asked.task;
    return asked.evidence;
  });
  await narrator.step('The employer answers; the clock had paused', () => answerBack(employer, id));
  if (running.interruptQuality)
    await narrator.step('The quality process is killed', async () => ({ killed: await running.interruptQuality?.() }));
  await narrator.step('The officer decides by an explainable rule', () => decide(officer, task));
  await narrator.step('The permit is issued, signed, verifiable and notified', () =>
    receivePermit(employer, anybody, id, mailUrl),
  );
  await worker.signIn('worker');
  if (running.resumeQuality)
    await narrator.step('The quality process comes back', async () => ({ pid: await running.resumeQuality?.() }));
  await narrator.step('A survey link reaches the cabinet of who was served', async () => {
    survey = await findSurvey([worker, employer]);
    return {
      link: survey.path.replace(/(\/survey\/.{4}).*/, '$1…'),
      inCabinetOf: survey.browser === worker ? 'worker' : 'aigerim',
    };
  });
  await narrator.step('The answer moves the public rating; the link cannot be used again', async () => {
    must(survey, 'there is a survey');
    return answerSurvey(anybody, survey.browser, survey.path);
  });
  await narrator.step('The auditor sees every message with a valid signature', () => audit(auditor, id));
  await narrator.step('The worker sees who looked at their data', () => seeAccesses(worker));
  if (!running.dataDir) return;
  const { dataDir, databaseUrl } = running;
  await narrator.step('The ledgers hold', () => verifyLedgers(dataDir, databaseUrl));
  await narrator.step('One changed byte in the stored log is found and named', () =>
    tamperAndVerify(dataDir, databaseUrl),
  );
}

let failed = false;
try {
  platform = values.base ? await useRunning(values.base) : values.split ? await runSplit() : await runAllInOne();
  await walk(platform);
} catch (error) {
  failed = true;
  if (!(error instanceof JourneyFailure))
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
} finally {
  await platform?.stop(failed);
}
const passed = narrator.results.filter((result) => result.ok).length;
if (!values.json)
  process.stdout.write(
    `\n${failed ? 'The journey failed' : 'The journey passed'}: ${passed} of ${narrator.results.length} steps.\n`,
  );
process.exit(failed ? 1 : 0);
