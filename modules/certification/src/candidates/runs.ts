// SPDX-License-Identifier: Apache-2.0
/** Suites as jobs: queued, taken with a lease, told of step by step, stopped, taken over after a kill; a run ends once. */
import { examineFiles } from '@stoa/catalogue/contract';
import { authorise, job, type ModuleRuntime, newId, refuse, type Tx } from '@stoa/kernel';
import { type InputOf, type OutputOf, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import type * as contract from '../contract.ts';
import { articlesByCitation } from '../law/queries.ts';
import { broughtBy } from '../people.ts';
import { demandInForce } from '../regulation/adoption.ts';
import { regulationName } from '../regulation/regulation.ts';
import { passes, suiteOf } from '../suites/index.ts';
import { openCandidate, shownRun, todayOf } from './candidates.ts';
import * as queries from './queries.ts';
import { runAfter } from './states.ts';
import * as store from './store.ts';

const unknown = () => refuse('missing', 'certification.run-unknown', 'There is no such run of a suite.');
/** After so long a run whose process was killed is taken over. */
const againAfterMs = 65_000;

class Stopped extends Error {}

export const runSuite = job(
  'certification.run-suite',
  Type.Object({ id: Uuid }),
  async (module: ModuleRuntime, { id }) => {
    const self = { kind: 'service', id: module.name } as const;
    const claim = newId();
    const taken = await module.tx(self, async (tx) => {
      const own = await store.claimRun(tx, id, claim);
      if (own) return own;
      // Somebody has it: should their process be gone, it is looked at again when their lease is over.
      if ((await queries.runById(tx, id))?.state === 'running')
        await runSuite.enqueue(tx, { id }, { runAt: new Date(tx.now.getTime() + againAfterMs) });
      return undefined;
    });
    if (!taken) return;
    const { files, articles, today } = await module.tx(self, async (tx) => ({
      files: await queries.filesOf(tx, taken.candidateId),
      articles: await articlesByCitation(tx),
      today: todayOf(tx),
    }));
    const onStep = async (done: number, of: number) => {
      if (!(await module.tx(self, (tx) => store.keepClaim(tx, id, claim, done, of)))) throw new Stopped();
    };
    try {
      const examined = await module.call(examineFiles, { files });
      const { package: pkg } = examined;
      if (!pkg) throw new Error('a candidate that was taken in is readable');
      const { formats } = module.country;
      const report = await suiteOf[taken.suite](
        { examined: { ...examined, package: pkg }, formats, articles, today },
        onStep,
      );
      const state = passes(report.checks) ? 'passed' : 'failed';
      await module.tx(self, (tx) => store.finishRun(tx, id, claim, { state, report }));
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  },
  { tx: false },
);

/** Refuses: certification.candidate-unknown, -candidate-not-so, -regulation-not-in-force. */
export async function runSuites(
  tx: Tx,
  { id, suites }: InputOf<typeof contract.runSuites>,
): Promise<OutputOf<typeof contract.runSuites>> {
  await openCandidate(tx, id);
  await demandInForce(tx);
  return { id, queued: await queueSuites(tx, id, suites) };
}

/** How many were not under way already. */
export async function queueSuites(tx: Tx, candidateId: string, suites: readonly contract.Suite[]): Promise<number> {
  let queued = 0;
  for (const suite of new Set(suites)) {
    const runId = newId();
    if (!(await store.queueRun(tx, { id: runId, candidateId, suite, regulation: regulationName }))) continue;
    await runSuite.enqueue(tx, { id: runId }, { key: runId });
    queued += 1;
  }
  return queued;
}

/** Refuses: certification.run-unknown, certification.run-over. */
export async function stopSuite(tx: Tx, { id }: InputOf<typeof contract.stopSuite>) {
  const run = (await queries.runById(tx, id)) ?? unknown();
  if (!runAfter(run.state, 'stop') || !(await store.stopRun(tx, id)))
    refuse('conflict', 'certification.run-over', 'The suite is over already. Run it again instead.');
  return { id };
}

/** Refuses: certification.run-unknown. */
export async function getReport(
  tx: Tx,
  { id }: InputOf<typeof contract.getReport>,
): Promise<OutputOf<typeof contract.getReport>> {
  const run = (await queries.runById(tx, id)) ?? unknown();
  const candidate = (await queries.candidateById(tx, run.candidateId)) ?? unknown();
  authorise(tx, broughtBy(candidate.organisationId));
  const { serviceId, version, title } = candidate;
  const { checks = [], figures = [] } = run.report ?? {};
  return { ...shownRun(run), candidateId: candidate.id, serviceId, version, title, checks, figures };
}
