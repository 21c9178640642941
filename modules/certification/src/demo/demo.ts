// SPDX-License-Identifier: Apache-2.0
import { examineFiles } from '@stoa/catalogue/contract';
import { audit, idOf, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { Principal } from '@stoa/kernel/contract';
import { queueSuites } from '../candidates/runs.ts';
import { decide, insertCandidate, insertOverRun, signLaw } from '../candidates/store.ts';
import { issue } from '../certificates/certificates.ts';
import { certificateByPlace, placeOf } from '../certificates/queries.ts';
import { type DemoCertification } from '../contract/demo.ts';
import { suites } from '../contract/regulation.ts';
import { regulation, regulationDigest, regulationName } from '../regulation/regulation.ts';
import { adopt } from '../regulation/store.ts';
import { applyRelease } from '../releases/releases.ts';
import { insertPilot } from '../releases/store.ts';
import { citationsOf, passes } from '../suites/index.ts';

type Entered = DemoCertification['candidates'][number];

/** Refuses: certification.demo-off. */
export async function enterDemoCertification(
  module: ModuleRuntime,
  { signatures, candidates }: DemoCertification,
  principal: Principal,
): Promise<{ entered: number }> {
  if (!module.config.demo)
    refuse('conflict', 'certification.demo-off', 'Candidates of the demo exist only where it is on (STOA_DEMO=1).');
  const read = new Map<string, { version: string; articles: string[] }>();
  for (const { key, files } of candidates) {
    if (!files) continue;
    const { package: pkg, version } = await module.call(examineFiles, { files });
    if (pkg) read.set(key, { version, articles: citationsOf(pkg) });
  }
  return module.tx(principal, async (tx) => {
    await audit(tx, { action: 'certification.demo-entered', object: { type: 'candidate', id: 'demo' } });
    const { version } = regulation;
    for (const { at, ...one } of signatures)
      await adopt(tx, { ...one, version, sha256: regulationDigest, at: new Date(at) });
    let entered = 0;
    for (const one of candidates) if (await enter(tx, one, read.get(one.key))) entered += 1;
    return { entered };
  });
}

async function enter(
  tx: Tx,
  one: Entered,
  read: { version: string; articles: string[] } | undefined,
): Promise<boolean> {
  const id = idOf(`demo candidate ${one.key}`);
  const { organisationId, serviceId, title, state, submittedBy, submittedName } = one;
  const version = read?.version ?? one.version ?? '';
  const submittedAt = new Date(one.submittedAt);
  const row = {
    id,
    organisationId,
    serviceId,
    version,
    title,
    files: one.files ?? {},
    state,
    submittedBy,
    submittedName,
    submittedAt,
  };
  if (!(await insertCandidate(tx, row))) return false;
  for (const { suite, checks } of one.runs) {
    const run = {
      id: idOf(`demo run ${one.key} ${suite}`),
      candidateId: id,
      suite,
      regulation: regulationName,
      at: submittedAt,
    };
    const report = { checks, figures: [] };
    await insertOverRun(tx, { ...run, state: passes(checks) ? 'passed' : 'failed', report });
    if (suite === 'legal' && one.lawName) await signLaw(tx, id, run.id, one.lawName);
  }
  if (one.decidedName)
    await decide(tx, id, {
      state,
      by: null,
      name: one.decidedName,
      reason: one.reason,
      ...(one.decidedAt ? { at: new Date(one.decidedAt) } : {}),
    });
  // Under way, its suites are run for real.
  if (state === 'submitted' && one.files)
    await queueSuites(
      tx,
      id,
      suites.filter((suite) => !one.runs.some((run) => run.suite === suite)),
    );
  if (state === 'certified' && read) await certify(tx, id, one, read);
  return true;
}

async function certify(tx: Tx, candidateId: string, one: Entered, read: { version: string; articles: string[] }) {
  const { serviceId, title, lawName = '', decidedName = '', decidedAt, pilot } = one;
  const number = await issue(
    tx,
    { serviceId, version: read.version, title, kind: 'tested', candidateId, articles: read.articles },
    { law: lawName, decidedBy: decidedName },
    decidedAt ? new Date(decidedAt) : tx.now,
  );
  const certificate = await certificateByPlace(tx, placeOf(number));
  if (!pilot || !certificate) return;
  const id = idOf(`demo release ${one.key}`);
  const { organisations, until, byName } = pilot;
  const release = {
    id,
    certificateId: certificate.id,
    serviceId,
    version: read.version,
    people: [],
    organisations,
    byName,
  };
  await insertPilot(tx, { ...release, until: new Date(until), watch: 'applications' });
  // The certificate is sealed and told of before.
  await applyRelease.enqueue(tx, { id }, { key: `apply ${id}`, runAt: new Date(tx.now.getTime() + 5000) });
}
