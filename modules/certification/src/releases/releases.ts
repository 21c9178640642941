// SPDX-License-Identifier: Apache-2.0
/** From a pilot with an end, by a share of all, to everybody; and back (chapter 10). */
import { closeVersion, examineFiles, openVersion, type PackageContent } from '@stoa/catalogue/contract';
import {
  job,
  type ModuleRuntime,
  newId,
  pageOfRows,
  personKey,
  readCursor,
  refuse,
  type Tx,
  writeCursor,
} from '@stoa/kernel';
import { type InputOf, type OutputOf, type Principal, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { filesOf } from '../candidates/queries.ts';
import { releaseAfter } from '../candidates/states.ts';
import { validCertificate } from '../certificates/certificates.ts';
import { numberOf } from '../certificates/queries.ts';
import type * as contract from '../contract.ts';
import type { Release } from '../contract/releases.ts';
import { nameOf, ownInstitutions } from '../people.ts';
import * as queries from './queries.ts';
import * as store from './store.ts';

/** Has the catalogue do what the release says now: repeated, it changes nothing. */
export const applyRelease = job(
  'certification.apply-release',
  Type.Object({ id: Uuid }),
  (module: ModuleRuntime, { id }) =>
    // Kept from others meanwhile: what the catalogue hears last is what it is.
    module.tx({ kind: 'service', id: module.name }, async (tx) => {
      const row = await queries.lockRelease(tx, id);
      if (!row?.candidateId) return;
      const { serviceId, version, people, organisations, perMille, until, stage } = row;
      if (stage === 'returned' || stage === 'ended') {
        // Done late it would take back what has begun anew since.
        if (await queries.begunAgain(tx, row)) return;
        return tx.call(closeVersion, { id: serviceId, version });
      }
      const files = await filesOf(tx, row.candidateId);
      const audience = { all: stage === 'released', people, organisations, perMille };
      const end = stage === 'pilot' && until ? { until: until.toISOString() } : {};
      return tx.call(openVersion, { id: serviceId, version, files, audience: { ...audience, ...end } });
    }),
  { tx: false },
);

/** Clause 10.2: the digest is reckoned again over what is kept. Refuses: certification.digest-differs. */
async function demandSameFiles(module: ModuleRuntime, files: PackageContent, version: string): Promise<void> {
  const examined = await module.call(examineFiles, { files });
  if (examined.version !== version)
    refuse(
      'conflict',
      'certification.digest-differs',
      'What is kept is not what was certified: its digest is another. Bring the version as a candidate again.',
    );
}

/**
 * Refuses: certification.certificate-unknown, -certificate-not-valid, -certificate-shipped, -days-wrong, -nobody-named,
 * -release-there, -digest-differs.
 */
export async function beginPilot(
  module: ModuleRuntime,
  input: InputOf<typeof contract.beginPilot>,
  principal: Principal,
): Promise<OutputOf<typeof contract.beginPilot>> {
  const checked = (tx: Tx) => certified(tx, input.certificate);
  const { version, files } = await module.tx(principal, checked);
  await demandSameFiles(module, files, version);
  return module.tx(principal, async (tx) => {
    const row = await checked(tx);
    const until = new Date(input.until);
    if (until <= tx.now) refuse('invalid', 'certification.days-wrong', 'A pilot ends on a day to come.');
    if (input.people.length + input.organisations.length === 0)
      refuse('invalid', 'certification.nobody-named', 'Name the people or organisations that take part.');
    const id = newId();
    const { country } = tx.module;
    const people = input.people.map((number) => personKey(tx.module, country.schemeOf(country.personScheme), number));
    const { organisations, watch } = input;
    const pilot = { id, certificateId: row.id, serviceId: row.serviceId, version, people, organisations, until, watch };
    if (!(await store.insertPilot(tx, { ...pilot, byName: nameOf(tx) })))
      refuse(
        'conflict',
        'certification.release-there',
        'Another version of this service is on its way. End that one first.',
      );
    await applyRelease.enqueue(tx, { id });
    return { id };
  });
}

/** Refuses: certification.certificate-unknown, -certificate-not-valid, -certificate-shipped. */
async function certified(tx: Tx, number: string) {
  const { id, serviceId, version, candidateId } = await validCertificate(tx, number);
  if (!candidateId)
    return refuse(
      'conflict',
      'certification.certificate-shipped',
      'This version came with the installation and is published already.',
    );
  return { id, serviceId, version, files: await filesOf(tx, candidateId) };
}

type Move = InputOf<typeof contract.moveRelease>;

/** Refuses: certification.release-unknown, -release-not-so, -certificate-not-valid, -share-smaller, -reason-missing, -digest-differs. */
export async function moveRelease(
  module: ModuleRuntime,
  { id, act, perMille, reason }: Move,
  principal: Principal,
): Promise<OutputOf<typeof contract.moveRelease>> {
  if (act === 'return' && !reason) refuse('invalid', 'certification.reason-missing', 'Say why it is taken back.');
  if (act !== 'return') {
    const { files, version } = await module.tx(principal, async (tx) => {
      const row = await moving(tx, id, act);
      return { version: row.version, files: row.candidateId ? await filesOf(tx, row.candidateId) : {} };
    });
    await demandSameFiles(module, files, version);
  }
  return module.tx(principal, async (tx) => {
    const row = await moving(tx, id, act);
    const share = act === 'canary' ? (perMille ?? 0) : row.perMille;
    if (act === 'canary' && share <= row.perMille)
      refuse('invalid', 'certification.share-smaller', 'A share only grows: take the release back instead.');
    return { id, stage: await move(tx, row, act, { perMille: share, byName: nameOf(tx), reason }) };
  });
}

/** The release, kept from others. Refuses: certification.release-unknown, -release-not-so, -certificate-not-valid. */
async function moving(tx: Tx, id: string, act: Move['act']): Promise<queries.ReleaseRow> {
  const row =
    (await queries.lockRelease(tx, id)) ??
    refuse('missing', 'certification.release-unknown', 'There is no such release.');
  if (!releaseAfter(row.stage, act))
    refuse('conflict', 'certification.release-not-so', 'The release has gone on since. Look at it again.');
  if (act !== 'return') await validCertificate(tx, numberOf(row.place));
  return row;
}

export async function move(
  tx: Tx,
  row: queries.ReleaseRow,
  act: 'canary' | 'release' | 'return' | 'end',
  to: { perMille?: number; byName: string; reason?: string | undefined; failedAt?: Date | undefined },
): Promise<contract.ReleaseStage> {
  const stage = releaseAfter(row.stage, act) ?? row.stage;
  await store.setStage(tx, row.id, { ...to, stage, perMille: to.perMille ?? row.perMille });
  await applyRelease.enqueue(tx, { id: row.id });
  return stage;
}

const shown = (row: queries.ReleaseRow, mayMove: boolean): Release => ({
  ...{ id: row.id, certificate: numberOf(row.place), serviceId: row.serviceId, version: row.version, title: row.title },
  ...{ stage: row.stage, people: row.people.length, organisations: row.organisations, perMille: row.perMille },
  ...(row.until ? { until: row.until.toISOString() } : {}),
  ...(row.watch ? { watch: row.watch } : {}),
  beganAt: row.beganAt.toISOString(),
  ...(row.failedAt ? { failedAt: row.failedAt.toISOString() } : {}),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  ...(row.reason ? { reason: row.reason } : {}),
  byName: row.byName,
  may: (['canary', 'release', 'return'] as const).filter(
    (act) => mayMove && releaseAfter(row.stage, act) !== undefined,
  ),
});

export async function listReleases(
  tx: Tx,
  { stage, ...page }: InputOf<typeof contract.listReleases>,
): Promise<OutputOf<typeof contract.listReleases>> {
  const at = readCursor(page.cursor, 'instant', 'uuid') ?? [];
  const certifies =
    tx.principal.kind === 'person' && tx.principal.duties.some(({ code }) => code === 'certification.certifier');
  const { restoreSeconds, ...figures } = await queries.changeFigures(tx);
  const found = await pageOfRows(
    page,
    (count) => queries.releasesAfter(tx, { stage, own: ownInstitutions(tx) }, at, count),
    (row) => shown(row, certifies),
    ({ beganAt, id }) => writeCursor(beganAt, id),
  );
  return { ...found, figures: { ...figures, ...(restoreSeconds === null ? {} : { restoreSeconds }) } };
}
