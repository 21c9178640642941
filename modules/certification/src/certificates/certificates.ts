// SPDX-License-Identifier: Apache-2.0
/** Certificates: issued by a decision, sealed by the certifying body, told to the catalogue, ended with a reason. */
import { createHash } from 'node:crypto';
import { examineFiles, noteCertificate } from '@stoa/catalogue/contract';
import {
  canonicalJson,
  isRefusal,
  job,
  type ModuleRuntime,
  newId,
  pageOfRows,
  readCursor,
  refuse,
  type Tx,
  writeCursor,
} from '@stoa/kernel';
import { type InputOf, type OutputOf, type Principal, Uuid } from '@stoa/kernel/contract';
import { sealFiles } from '@stoa/signing/contract';
import { Type } from 'typebox';
import { demandOther, openCandidate, todayOf } from '../candidates/candidates.ts';
import * as candidates from '../candidates/queries.ts';
import { exceptionUntil, mayBeExcepted, missingOf } from '../candidates/readiness.ts';
import { decide, stopRunsOf } from '../candidates/store.ts';
import type * as contract from '../contract.ts';
import type { Certificate } from '../contract/certificates.ts';
import { type Suite, suites } from '../contract/regulation.ts';
import { idOfPerson, nameOf } from '../people.ts';
import { regulationName } from '../regulation/regulation.ts';
import { citationsOf, countDefects } from '../suites/index.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';

/** Institution whose seal is on certificates; none where the setting is missing. */
export const certifyingBody = ({ config }: Pick<ModuleRuntime, 'config'>): string | undefined =>
  config.env.STOA_CERTIFIER || undefined;

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Where no institution seals it stays without; one that the directory does not have yet is asked for again later. */
async function seal(module: ModuleRuntime, { id, place, sha256 }: queries.CertificateRow): Promise<void> {
  const self = { kind: 'service', id: module.name } as const;
  const organisationId = certifyingBody(module);
  if (!organisationId) return;
  try {
    const { xml, certificateSerial, signedAt } = await module.call(sealFiles, {
      ...{ reference: `certificate:${queries.numberOf(place)}`, organisationId },
      files: [{ name: 'certificate.json', mimeType: 'application/json', sha256 }],
    });
    await module.tx(self, (tx) => store.keepSeal(tx, id, { xml, serial: certificateSerial, at: new Date(signedAt) }));
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'signing.organisation-unknown') throw error;
    const runAt = new Date(module.clock.now().getTime() + 30_000);
    // Without a key: the job that is running has its own still, and another of the same key would be dropped.
    await module.tx(self, (tx) => publishCertificate.enqueue(tx, { id }, { runAt }));
  }
}

/** Seals what is not sealed yet and tells the catalogue whether it is in force: repeated, it changes nothing. */
export const publishCertificate = job(
  'certification.publish-certificate',
  Type.Object({ id: Uuid }),
  async (module: ModuleRuntime, { id }) => {
    const self = { kind: 'service', id: module.name } as const;
    const row = await module.tx(self, (tx) => queries.certificateById(tx, id));
    if (row?.state === 'valid' && !row.sealedAt) await seal(module, row);
    // One after the other for a version, whichever of its certificates it is about: what is told last is what it is.
    await module.tx(self, async (tx) => {
      if (!row) return;
      const { serviceId, version, place } = row;
      await queries.lockVersion(tx, serviceId, version);
      const valid = await queries.isInForce(tx, serviceId, version, todayOf(tx));
      await tx.call(noteCertificate, { id: serviceId, version, certificate: queries.numberOf(place), valid });
    });
  },
  { tx: false },
);

/** An end of itself, of which nobody tells the catalogue otherwise. */
export async function tellEnded(tx: Tx): Promise<void> {
  for (const { id } of await queries.endedLately(tx, todayOf(tx))) await publishCertificate.enqueue(tx, { id });
}

/** Writes it with the words that are sealed, and has it sealed and told. */
export async function issue(
  tx: Tx,
  one: Omit<store.NewCertificate, 'id' | 'issuedAt'>,
  facts: Readonly<Record<string, unknown>>,
  issuedAt = tx.now,
): Promise<string> {
  const id = newId();
  const number = queries.numberOf(await store.insertCertificate(tx, { ...one, id, issuedAt }));
  const statement = canonicalJson({
    ...{ certificate: number, circuit: tx.module.config.circuit, regulation: regulationName },
    ...{ service: one.serviceId, version: one.version, kind: one.kind, issuedAt: issuedAt.toISOString() },
    ...(one.until ? { until: one.until } : {}),
    ...facts,
  }).toString();
  await store.setStatement(tx, id, statement, sha256Of(statement));
  await publishCertificate.enqueue(tx, { id });
  return number;
}

type Decision = InputOf<typeof contract.decideCandidate>;

/**
 * Refuses: certification.candidate-unknown, -candidate-not-so, -own-candidate, -same-person, -suites-missing,
 * -reason-missing, -body-missing.
 */
export async function decideCandidate(
  module: ModuleRuntime,
  input: Decision,
  principal: Principal,
): Promise<OutputOf<typeof contract.decideCandidate>> {
  if (!input.certify) return module.tx(principal, (tx) => refuseCandidate(tx, input));
  if (!certifyingBody(module))
    refuse('conflict', 'certification.body-missing', 'No institution seals certificates here: set STOA_CERTIFIER.');
  const files = await module.tx(principal, async (tx) => {
    await deciding(tx, input.id, 'certify');
    return candidates.filesOf(tx, input.id);
  });
  const { package: pkg } = await module.call(examineFiles, { files });
  const articles = pkg ? citationsOf(pkg) : [];
  return module.tx(principal, async (tx) => {
    const row = await deciding(tx, input.id, 'certify');
    const runs = await candidates.lastRuns(tx, row.id);
    const exceptions = await candidates.exceptionsOf(tx, row.id);
    const missing = missingOf(row, runs, exceptions, { regulation: regulationName, today: todayOf(tx) });
    if (missing.length > 0)
      refuse(
        'conflict',
        'certification.suites-missing',
        `It cannot be certified yet: ${missing.map(({ clause, suite }) => `${suite ?? ''} (clause ${clause})`).join(', ')}.`,
      );
    const excepted = suites.filter((suite) => mayBeExcepted(runs.find((run) => run.suite === suite)));
    const until = excepted.flatMap((suite) => exceptionUntil(exceptions, suite, todayOf(tx)) ?? []).sort()[0];
    await decide(tx, row.id, { state: 'certified', by: idOfPerson(tx), name: nameOf(tx) });
    const { serviceId, version, title } = row;
    const certificate = await issue(
      tx,
      { serviceId, version, title, kind: 'tested', candidateId: row.id, articles, until },
      {
        suites: Object.fromEntries(runs.map((run): [Suite, unknown] => [run.suite, suiteFacts(run)])),
        exceptions: exceptions
          .filter((one) => excepted.includes(one.suite))
          .map(({ suite, name, reason, until: end }) => ({ suite, name, reason, until: end })),
        ...{ law: row.lawName ?? '', decidedBy: nameOf(tx) },
      },
    );
    return { id: row.id, certificate };
  });
}

const suiteFacts = ({ id, state, finishedAt, report }: candidates.RunRow) => ({
  ...{ run: id, state, at: finishedAt?.toISOString() ?? '', checks: report?.checks.length ?? 0 },
  ...{ defects: countDefects(report?.checks ?? []), sha256: sha256Of(canonicalJson(report?.checks ?? []).toString()) },
});

/** Clause 11.2: who refused does not decide on the appeal. */
async function deciding(tx: Tx, id: string, move: 'certify' | 'refuse'): Promise<candidates.CandidateRow> {
  const row = await openCandidate(tx, id, move);
  demandOther(tx, row);
  if (row.appealedAt && row.decidedBy === idOfPerson(tx))
    refuse(
      'conflict',
      'certification.same-person',
      'You refused it before the appeal: somebody else decides (clause 11.2).',
    );
  return row;
}

async function refuseCandidate(tx: Tx, { id, reason }: Decision) {
  if (!reason) refuse('invalid', 'certification.reason-missing', 'Say why it is refused: the applicant reads it.');
  const row = await deciding(tx, id, 'refuse');
  await stopRunsOf(tx, row.id);
  await decide(tx, row.id, { state: 'refused', by: idOfPerson(tx), name: nameOf(tx), reason });
  return { id: row.id };
}

export const isExpired = ({ until }: Pick<queries.CertificateRow, 'until'>, today: string): boolean =>
  until !== null && until <= today;

const shown = (row: queries.CertificateRow, today: string): Certificate => ({
  ...{
    number: queries.numberOf(row.place),
    serviceId: row.serviceId,
    version: row.version,
    title: row.title,
    kind: row.kind,
  },
  state: row.state === 'valid' && isExpired(row, today) ? 'expired' : row.state,
  issuedAt: row.issuedAt.toISOString(),
  ...(row.until ? { until: row.until } : {}),
  sealed: row.sealedAt !== null,
});

export async function listCertificates(
  tx: Tx,
  { service, ...page }: InputOf<typeof contract.listCertificates>,
): Promise<OutputOf<typeof contract.listCertificates>> {
  const at = readCursor(page.cursor, 'instant', 'uuid') ?? [];
  return pageOfRows(
    page,
    (count) => queries.certificatesAfter(tx, service, at, count),
    (row) => shown(row, todayOf(tx)),
    ({ issuedAt, id }) => writeCursor(issuedAt, id),
  );
}

const unknown = () => refuse('missing', 'certification.certificate-unknown', 'There is no certificate of this number.');

/** Refuses: certification.certificate-unknown. */
export async function getCertificate(
  tx: Tx,
  { number }: InputOf<typeof contract.getCertificate>,
): Promise<OutputOf<typeof contract.getCertificate>> {
  const row = (await queries.certificateByPlace(tx, queries.placeOf(number))) ?? unknown();
  const { statement, sha256, reason, sealSerial, sealXml, sealedAt } = row;
  // The seal names what it signs by digest.
  const named = sealXml === null || sealXml.includes(Buffer.from(sha256, 'hex').toString('base64'));
  return {
    ...shown(row, todayOf(tx)),
    ...{ statement, sha256, intact: sha256Of(statement) === sha256 && named },
    ...(reason ? { reason } : {}),
    ...(sealSerial ? { sealSerial } : {}),
    ...(sealXml ? { sealXml } : {}),
    ...(sealedAt ? { sealedAt: sealedAt.toISOString() } : {}),
  };
}

/** The certificate where it is in force. Refuses: certification.certificate-unknown, certification.certificate-not-valid. */
export async function validCertificate(tx: Tx, number: string): Promise<queries.CertificateRow> {
  const row = (await queries.certificateByPlace(tx, queries.placeOf(number), true)) ?? unknown();
  if (row.state !== 'valid' || isExpired(row, todayOf(tx)) || (row.kind === 'tested' && !row.sealedAt))
    refuse('conflict', 'certification.certificate-not-valid', 'This certificate is not in force, or not sealed yet.');
  return row;
}

/** Refuses: certification.certificate-unknown, certification.certificate-not-valid. */
export async function withdrawCertificate(tx: Tx, { number, reason }: InputOf<typeof contract.withdrawCertificate>) {
  const row = await validCertificate(tx, number);
  await store.endCertificate(tx, row.id, 'withdrawn', reason);
  await publishCertificate.enqueue(tx, { id: row.id });
  return { number };
}
