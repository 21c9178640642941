// SPDX-License-Identifier: Apache-2.0
/** What people do with candidates. */
import { examineFiles } from '@stoa/catalogue/contract';
import {
  authorise,
  audit,
  type ModuleRuntime,
  may,
  newId,
  pageOfRows,
  readCursor,
  refuse,
  type Tx,
  writeCursor,
} from '@stoa/kernel';
import type { InputOf, OutputOf, Principal } from '@stoa/kernel/contract';
import { certificateNumberOf } from '../certificates/queries.ts';
import type * as contract from '../contract.ts';
import { type Candidate, candidateActs, type CandidateAct, type Run } from '../contract/candidates.ts';
import { suites } from '../contract/regulation.ts';
import { applicantDuty, broughtBy, holds, idOfPerson, nameOf, ownInstitutions } from '../people.ts';
import { regulationName } from '../regulation/regulation.ts';
import { countDefects } from '../suites/index.ts';
import { unpacked } from './archive.ts';
import * as queries from './queries.ts';
import { mayBeExcepted, missingOf } from './readiness.ts';
import { candidateAfter, type CandidateMove } from './states.ts';
import * as store from './store.ts';

const unknown = () => refuse('missing', 'certification.candidate-unknown', 'There is no such candidate.');
export const todayOf = (tx: Tx): string => tx.module.country.calendar.localDate(tx.now);

const shown = (row: queries.CandidateRow): Candidate => ({
  ...{
    id: row.id,
    organisationId: row.organisationId,
    serviceId: row.serviceId,
    version: row.version,
    title: row.title,
  },
  ...{ state: row.state, submittedName: row.submittedName, submittedAt: row.submittedAt.toISOString() },
  ...(row.decidedName ? { decidedName: row.decidedName } : {}),
  ...(row.decidedAt ? { decidedAt: row.decidedAt.toISOString() } : {}),
  ...(row.reason ? { reason: row.reason } : {}),
  ...(row.appeal ? { appeal: row.appeal } : {}),
});

export const shownRun = ({
  id,
  suite,
  regulation,
  state,
  done,
  of,
  queuedAt,
  finishedAt,
  report,
}: queries.RunRow): Run => ({
  ...{ id, suite, regulation, state, done, of, queuedAt: queuedAt.toISOString() },
  ...(finishedAt ? { finishedAt: finishedAt.toISOString() } : {}),
  defects: countDefects(report?.checks ?? []),
});

/** Refuses: certification.package-unreadable, -archive-wrong, -candidate-there. */
export async function submitCandidate(
  module: ModuleRuntime,
  { organisationId, files: given, archive }: InputOf<typeof contract.submitCandidate>,
  principal: Principal,
): Promise<OutputOf<typeof contract.submitCandidate>> {
  await module.tx(principal, async (tx) => authorise(tx, broughtBy(organisationId)));
  const files = given ?? unpacked(archive ?? '');
  const { package: pkg, version, problems } = await module.call(examineFiles, { files });
  if (!pkg)
    return refuse(
      'invalid',
      'certification.package-unreadable',
      `These files cannot be read as a package. ${problems[0] ? `${problems[0].file}: ${problems[0].message}` : ''}`,
    );
  return module.tx(principal, async (tx) => {
    authorise(tx, broughtBy(organisationId));
    const id = newId();
    const { serviceId, facts } = pkg;
    const who = { submittedBy: idOfPerson(tx), submittedName: nameOf(tx), submittedAt: tx.now };
    const candidate = {
      id,
      organisationId,
      serviceId,
      version,
      title: facts.title,
      files,
      state: 'submitted' as const,
    };
    if (!(await store.insertCandidate(tx, { ...candidate, ...who }))) there();
    await audit(tx, { action: 'certification.candidate-submitted', object: { type: 'candidate', id } });
    return { id, version };
  });
}

const there = () =>
  refuse(
    'conflict',
    'certification.candidate-there',
    'This version is under way as a candidate already. Look at that one.',
  );

export async function listCandidates(
  tx: Tx,
  { state, service, ...page }: InputOf<typeof contract.listCandidates>,
): Promise<OutputOf<typeof contract.listCandidates>> {
  const at = readCursor(page.cursor, 'instant', 'uuid') ?? [];
  return pageOfRows(
    page,
    (count) => queries.candidatesAfter(tx, { state, service, own: ownInstitutions(tx) }, at, count),
    shown,
    ({ submittedAt, id }) => writeCursor(submittedAt, id),
  );
}

/** Refuses: certification.candidate-unknown. */
export async function getCandidate(
  tx: Tx,
  { id }: InputOf<typeof contract.getCandidate>,
): Promise<OutputOf<typeof contract.getCandidate>> {
  const row = (await queries.candidateById(tx, id)) ?? unknown();
  authorise(tx, broughtBy(row.organisationId));
  const runs = await queries.lastRuns(tx, id);
  const exceptions = await queries.exceptionsOf(tx, id);
  const certificate = await certificateNumberOf(tx, id);
  const missing = missingOf(row, runs, exceptions, { regulation: regulationName, today: todayOf(tx) });
  return {
    ...shown(row),
    runs: suites.flatMap((suite) => runs.filter((run) => run.suite === suite).map(shownRun)),
    ...(row.lawRun && row.lawAt
      ? { law: { name: row.lawName ?? '', at: row.lawAt.toISOString(), runId: row.lawRun } }
      : {}),
    exceptions: exceptions.map(({ personId: _, at, ...one }) => ({ ...one, at: at.toISOString() })),
    ...(certificate ? { certificate } : {}),
    missing: row.state === 'submitted' ? missing : [],
    may: actsOf(tx, row, runs, missing.length === 0),
  };
}

function actsOf(tx: Tx, row: queries.CandidateRow, runs: readonly queries.RunRow[], isReady: boolean): CandidateAct[] {
  const open = row.state === 'submitted';
  const certifier = open && holds(tx, 'certification.certifier');
  const own = speaksFor(tx, row);
  const busy = runs.some(({ state }) => state === 'queued' || state === 'running');
  const reviewer = open && holds(tx, 'legal.reviewer');
  const applicant = may(tx, 'certification:apply', broughtBy(row.organisationId));
  const legal = runs.find(({ suite }) => suite === 'legal');
  const can: Record<CandidateAct, boolean> = {
    run: certifier,
    stop: certifier && busy,
    'sign-law': reviewer && !own && legal?.state === 'passed' && row.lawRun !== legal.id,
    except: (certifier || reviewer) && !own && runs.some(mayBeExcepted),
    certify: certifier && !own && isReady,
    refuse: certifier && !own,
    withdraw: open && applicant,
    appeal: row.state === 'refused' && !row.appealedAt && applicant,
  };
  return candidateActs.filter((act) => can[act]);
}

/** The candidate, kept from others until the transaction ends. Refuses: certification.candidate-unknown, -candidate-not-so. */
export async function openCandidate(tx: Tx, id: string, move?: CandidateMove): Promise<queries.CandidateRow> {
  const row = (await queries.candidateById(tx, id, true)) ?? unknown();
  const fits = move ? candidateAfter(row.state, move) !== undefined : row.state === 'submitted';
  return fits
    ? row
    : refuse('conflict', 'certification.candidate-not-so', 'The candidate has gone on since. Look at it again.');
}

/** Whoever brought it, or appeals for the institution that did. */
const speaksFor = ({ principal }: Tx, row: queries.CandidateRow): boolean =>
  principal.kind === 'person' &&
  (row.submittedBy === principal.id ||
    principal.duties.some(
      ({ code, organisationId }) => code === applicantDuty && organisationId === row.organisationId,
    ));

/** Clause 1.3. Refuses: certification.own-candidate. */
export function demandOther(tx: Tx, row: queries.CandidateRow): void {
  idOfPerson(tx);
  if (speaksFor(tx, row))
    refuse(
      'conflict',
      'certification.own-candidate',
      'You brought this candidate yourself: somebody else decides (clause 1.3).',
    );
}

/** Refuses: certification.candidate-unknown, certification.candidate-not-so. */
export async function withdrawCandidate(tx: Tx, { id }: InputOf<typeof contract.withdrawCandidate>) {
  const row = (await queries.candidateById(tx, id, true)) ?? unknown();
  authorise(tx, broughtBy(row.organisationId));
  await openCandidate(tx, id, 'withdraw');
  await store.stopRunsOf(tx, id);
  await store.withdraw(tx, id);
  return { id };
}

const appealDays = 30;

/** Clause 11.2. Refuses: certification.candidate-unknown, -candidate-not-so, -appeal-late, -candidate-there. */
export async function appealRefusal(tx: Tx, { id, reason }: InputOf<typeof contract.appealRefusal>) {
  const known = (await queries.candidateById(tx, id, true)) ?? unknown();
  authorise(tx, broughtBy(known.organisationId));
  const row = await openCandidate(tx, id, 'appeal');
  const late = tx.now.getTime() - (row.decidedAt?.getTime() ?? 0) > appealDays * 86_400_000;
  if (row.appealedAt || late)
    refuse(
      'conflict',
      'certification.appeal-late',
      'A refusal is appealed once, within 30 days. Bring a new candidate.',
    );
  if (await queries.isUnderWay(tx, row)) there();
  await store.appeal(tx, id, reason);
  return { id };
}

/** Refuses: certification.candidate-unknown, -candidate-not-so, -own-candidate, -law-not-passed. */
export async function signLaw(tx: Tx, { id, runId }: InputOf<typeof contract.signLaw>) {
  const row = await openCandidate(tx, id);
  demandOther(tx, row);
  const legal = (await queries.lastRuns(tx, id)).find(({ suite }) => suite === 'legal');
  if (legal?.id !== runId || legal.state !== 'passed')
    refuse(
      'conflict',
      'certification.law-not-passed',
      'Only the last run of the legal suite is signed, once it has passed.',
    );
  await store.signLaw(tx, id, runId, nameOf(tx));
  return { id };
}

/** Refuses: certification.candidate-unknown, -candidate-not-so, -own-candidate, -exception-impossible, -days-wrong. */
export async function allowException(
  tx: Tx,
  { id, suite, reason, until }: InputOf<typeof contract.allowException>,
): Promise<OutputOf<typeof contract.allowException>> {
  const row = await openCandidate(tx, id);
  demandOther(tx, row);
  if (until <= todayOf(tx)) refuse('invalid', 'certification.days-wrong', 'The day must be to come.');
  const run = (await queries.lastRuns(tx, id)).find((one) => one.suite === suite);
  if (!mayBeExcepted(run))
    refuse(
      'conflict',
      'certification.exception-impossible',
      'Only a suite whose defects are all of class B or C is excepted; class A is mended (clause 3.1).',
    );
  return {
    id,
    persons: await store.allowException(tx, {
      candidateId: id,
      suite,
      personId: idOfPerson(tx),
      name: nameOf(tx),
      reason,
      until,
    }),
  };
}
