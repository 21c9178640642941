// SPDX-License-Identifier: Apache-2.0
/**
 * The main job of Stoa from outside: a work permit for a foreign worker, from search to the rating of the department;
 * then a visit visa for somebody who registers by passport, and residence permits for the worker's family, in Chromium.
 * `--base URL` uses a running platform; otherwise one is started on free ports with a temporary data folder, all in one
 * process, or with `--split` in three over RabbitMQ. `--json` prints one object a step. All in one process, its pages
 * are looked at in Chromium on the way; `--look FOLDER` does so in any shape and leaves a picture of each there; `--report FILE`
 * writes what is wrong with all of them into one report (`npm run check:pages`). `STOA_THOROUGH=1` walks every variant;
 * `--short` leaves out the areas of offices (chancery, architecture, quality, money), as `npm test` does.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { administer, comeBack, invite } from './administration.ts';
import { walkAreas } from './areas.ts';
import { askForAnotherAddress, securityPages } from './account.ts';
import { checkEligibility, employerInn, fillForm, findService, pay, signInForCompany, submit } from './apply.ts';
import { Browser } from './browser.ts';
import { answerBack, askBack, decide, receivePermit } from './decide.ts';
import { applyForFamilies } from './family.ts';
import { type GovernedExchange, governExchange } from './exchange.ts';
import { registerHousehold } from './household.ts';
import { concludeContract } from './contract.ts';
import { sellVehicle } from './sale.ts';
import { liveALife } from './life.ts';
import { walkOffices } from './offices.ts';
import { Looker } from './look.ts';
import { changeOccupation } from './occupation.ts';
import { answerSurvey, audit, findSurvey, seeAccesses, seeRequests } from './measure.ts';
import { signAndCheck } from './signing.ts';
import { applyFromAbroad } from './newcomer.ts';
import { signInByPasskey } from './passkey.ts';
import { actAsAccountant, giveNarrowPower, withdrawPower } from './powers.ts';
import { askDepartments } from './registers.ts';
import { type RunningPlatform, runAllInOne, runSplit, useRunning, whenHistoryIsThere } from './platform.ts';
import { JourneyFailure, must, Narrator } from './step.ts';
import { thorough } from '../thorough.ts';
import { tamperAndVerify, verifyLedgers } from './verify.ts';

const { values } = parseArgs({
  options: {
    base: { type: 'string' },
    json: { type: 'boolean', default: false },
    look: { type: 'string' },
    report: { type: 'string' },
    split: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
  },
});
/** What crosses processes is alike in every area: the split shape walks more than one service in a thorough run alone. */
const families = thorough || !values.split;
/** The areas of offices, one after the other. */
const areas = families && !values.short;
const narrator = new Narrator(values.json);
let platform: RunningPlatform | undefined;
let looker: Looker | undefined;

/** Pages as the person has them at this moment of the journey. */
async function look(what: string, as: Browser, paths: readonly string[], moment?: string, press?: string) {
  const eyes = looker;
  if (eyes)
    await narrator.step(`${what} please axe at a desk and on a phone`, () => eyes.look(as, paths, moment, press));
}

async function walk(running: RunningPlatform): Promise<void> {
  const { base, mailUrl } = running;
  const open = () => new Browser(base);
  const [employer, worker, officer, other] = [open(), open(), open(), open()];
  const [auditor, operator, anybody] = [open(), open(), open()];
  let id = '';
  let number = '';
  let task = '';
  let survey: Awaited<ReturnType<typeof findSurvey>> | undefined;
  await narrator.step('A representative signs in and picks the company to act for', () => signInForCompany(employer));
  await narrator.step('The service is found by search and by life event', () => findService(employer));
  await narrator.step('The eligibility questions are answered', () => checkEligibility(employer));
  await look('The public pages', anybody, [
    ...[
      '/',
      '/services',
      '/search?q=permit',
      '/search?q=nothing-like-it',
      '/services/work-permit',
      '/services/work-permit/how',
    ],
    ...['/life-events/hiring-a-worker', '/services/work-permit/eligibility', '/verify', '/verify/0000-0000-0000-0000'],
    ...['/quality', '/quality/XM-01', '/exchange/verify', '/developers', '/style', '/sign-in', '/sign-out'],
  ]);
  await look('The pages before an application', employer, ['/acting-for', '/services/work-permit/start', '/cabinet']);
  await narrator.step(
    'The form is filled, registers answer through the exchange, their values cannot be changed',
    async () => {
      const { id: caseId, registerValues, tampered } = await fillForm(employer);
      id = caseId;
      return { case: id, registerValues, tampered };
    },
  );
  const pages = ['employer', 'worker-number', 'worker', 'occupation', 'workplace', 'period', 'diploma', 'contact'];
  const formPages = pages.map((page) => `/cases/${id}/form/${page}`);
  await look('The form', employer, [...formPages, `/cases/${id}/tasks`, `/cases/${id}/check`]);
  await narrator.step('The application is sent', async () => {
    number = await submit(employer, id);
    return { number };
  });
  await look('The pages to pay on', employer, [`/cases/${id}/confirmation`, `/cases/${id}/pay`]);
  await narrator.step('The fee is paid at the bank', () => pay(employer, id));
  await narrator.step('An officer claims the case, sees the evidence and asks for one field again', async () => {
    const asked = await askBack(officer, other, id, number);
    task = asked.task;
    return asked.evidence;
  });
  await look('The question asked back', employer, [`/cases/${id}`, `/cases/${id}/paid`], 'asked');
  await narrator.step('The employer answers; the clock had paused', () => answerBack(employer, id));
  await look("The officer's pages", officer, ['/office', '/office?show=mine', '/office/emergency', task]);
  if (running.interruptQuality)
    await narrator.step('The quality process is killed', async () => ({ killed: await running.interruptQuality?.() }));
  await narrator.step('The officer decides by an explainable rule', () => decide(officer, task));
  let security: string[] = [];
  await narrator.step('The officer begins to set up another app for codes', async () => {
    security = await securityPages(officer);
    return { pages: security.length };
  });
  await look("The officer's pages of security", officer, security);
  let document = '';
  await narrator.step('The permit is issued, signed, verifiable and notified', async () => {
    const evidence = await receivePermit(employer, anybody, id, mailUrl);
    document = evidence.verification;
    return evidence;
  });
  await look(
    'The cabinet with the permit',
    employer,
    [
      ...[`/cases/${id}`, document, '/cabinet'],
      ...['applications', 'inbox', 'documents', 'access', 'account'].map((page) => `/cabinet/${page}`),
    ],
    'issued',
  );
  await signAndCheck({ officer, employer, anybody, registrar: operator, id }, { narrator, look });
  const accountant = new Browser(base);
  let power = '';
  await narrator.step('A director signs a narrow power for an accountant', async () => {
    const { path, ...evidence } = await giveNarrowPower(employer);
    power = path;
    return evidence;
  });
  await look('The pages of powers', employer, [
    ...['', '/new', '/done'].map((page) => `/cabinet/powers${page}`),
    ...[power, '/cabinet/clients', '/cabinet/software'],
  ]);
  await narrator.step('The accountant accepts it and acts within it', () =>
    actAsAccountant(accountant, power, employerInn),
  );
  await narrator.step('The director sees what was done and withdraws the power; it ends at once', () =>
    withdrawPower(employer, accountant, power),
  );
  await look('The public pages of organisations and the law', anybody, [
    ...['/organisations', '/organisations/XM-01-LABOUR'],
    ...['privacy', 'cookies', 'terms', 'accessibility', 'contact', 'report-a-barrier'].map((page) => `/legal/${page}`),
  ]);
  const grantor = new Browser(base);
  if (families) await governPeople(grantor, anybody, mailUrl);
  let link = '';
  await narrator.step('Another address is asked for; its link goes to the present one', async () => {
    const { link: path, ...evidence } = await askForAnotherAddress(employer, mailUrl);
    link = path;
    return evidence;
  });
  await look('The link that confirms an address', anybody, [link], 'address');
  await worker.signIn('worker');
  if (running.resumeQuality)
    await narrator.step('The quality process comes back', async () => ({ pid: await running.resumeQuality?.() }));
  if (areas) await walkOffices(base, { narrator, look });
  if (families) await narrator.step('The years of the demo country are there', () => whenHistoryIsThere(base));
  await narrator.step('A survey link reaches the cabinet of who was served', async () => {
    survey = await findSurvey([worker, employer]);
    return {
      link: survey.path.replace(/(\/survey\/.{4}).*/, '$1…'),
      inCabinetOf: survey.browser === worker ? 'worker' : 'aigerim',
    };
  });
  const invitation = survey?.path ?? '';
  await look('The invitation to the survey', anybody, [invitation], 'invitation');
  await look('The questions of the survey', anybody, [invitation], 'questions', 'main form button');
  await narrator.step('The answer moves the figures; the link cannot be used again', async () => {
    must(survey, 'there is a survey');
    return answerSurvey(new Browser(base), survey.browser, survey.path);
  });
  await look('The survey when answered', anybody, [invitation, '/survey-receipt'], 'answered');
  await narrator.step('The auditor sees every message with a valid signature', () => audit(auditor, id));
  await look("The auditor's pages", auditor, [
    '/audit',
    '/audit/acts',
    '/audit/sample?seed=spring&size=10',
    `/audit/cases/${id}`,
  ]);
  await narrator.step('The worker sees who looked at their data', () => seeAccesses(worker));
  await narrator.step('The worker sees who asked about them, and for which purpose', () =>
    seeRequests(worker, running.connectors),
  );
  await look("The worker's page of requests", worker, ['/cabinet/requests']);
  await operator.signIn('operator', 'meridia', '/operations');
  await look("The operator's page", operator, ['/operations', '/operations/barriers']);
  const engineer = new Browser(base);
  let exchange: GovernedExchange | undefined;
  await narrator.step('The operator grants a right, the engineer of the department takes it back', async () => {
    exchange = await governExchange(operator, engineer);
    return exchange.evidence;
  });
  await look("The operator's pages of the exchange", operator, exchange?.operator ?? []);
  await look("The engineer's pages", engineer, exchange?.engineer ?? []);
  await applyFromAbroad(new Browser(base), [officer, other], mailUrl, { narrator, look });
  if (families) {
    await changeOccupation(employer, officer, { narrator, look });
    await concludeContract(employer, worker, { narrator, look });
    await sellVehicle(base, { narrator, look });
    await askDepartments(worker, narrator);
    await applyForFamilies(base, worker, officer, { narrator, look });
    await registerHousehold(worker, other, { narrator, look });
    await liveALife(base, employer, { narrator, look });
    await signInByPasskey(base, narrator);
  }
  if (areas) {
    await walkAreas(running, grantor, operator, { narrator, look });
    const eyes = looker;
    if (eyes) await narrator.step('No page of the portal was left out', async () => eyes.all());
  }
  if (!running.dataDir) return;
  const { dataDir, databaseUrl } = running;
  await narrator.step('The ledgers hold', () => verifyLedgers(dataDir, databaseUrl));
  await narrator.step('One changed byte in the stored log is found and named', () =>
    tamperAndVerify(dataDir, databaseUrl),
  );
}

/** Duties, invitations and ways back, as posts of the demo country's offices have them. */
async function governPeople(grantor: Browser, anybody: Browser, mailUrl: string): Promise<void> {
  let administration: string[] = [];
  await narrator.step('Who gives duties sees who may do what, and why', async () => {
    const { pages: own, ...evidence } = await administer(grantor);
    administration = own;
    return { ...evidence, pages: own.length };
  });
  await look('The pages of administration', grantor, administration);
  const links: string[] = [];
  await narrator.step('Who lost the password, and who is invited, get a link by e-mail', async () => {
    links.push((await comeBack(anybody, mailUrl)).link, (await invite(grantor, mailUrl)).link);
    return { links: links.length };
  });
  await look('The pages behind these links', anybody, links);
}

let failed = false;
try {
  platform = values.base
    ? await useRunning(values.base)
    : values.split
      ? await runSplit(families ? {} : { STOA_HISTORY: '0' })
      : await runAllInOne();
  if (values.look || !(values.base || values.split))
    looker = await Looker.open(platform.base, values.look, values.report !== undefined);
  await walk(platform);
} catch (error) {
  failed = true;
  // A step that failed has said why; a platform that did not start has not.
  if (!(error instanceof JourneyFailure) || narrator.results.every(({ ok }) => ok))
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
} finally {
  if (looker && values.report) {
    const { text, faults } = looker.report();
    await writeFile(values.report, text);
    process.stdout.write(`${faults} kinds of faults on pages: ${values.report}\n`);
    failed ||= faults > 0;
  }
  await looker?.close();
  await platform?.stop(failed);
}
const passed = narrator.results.filter((result) => result.ok).length;
if (!values.json)
  process.stdout.write(
    `\n${failed ? 'The journey failed' : 'The journey passed'}: ${passed} of ${narrator.results.length} steps.\n`,
  );
process.exit(failed ? 1 : 0);
