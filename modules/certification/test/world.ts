// SPDX-License-Identifier: Apache-2.0
/** A catalogue with its packages, somebody who seals, incidents as monitoring would tell them, and everybody who acts. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import catalogue, { readPackageFiles } from '@stoa/catalogue';
import type { PackageContent } from '@stoa/catalogue/contract';
import { newId } from '@stoa/kernel';
import { benchWith } from '@stoa/kernel/testing';
import { type Incident, listIncidents } from '@stoa/monitoring/contract';
import { sealFiles } from '@stoa/signing/contract';
import * as contract from '../src/contract.ts';
import certification from '../src/index.ts';

const folder = fileURLToPath(new URL('../../../services/address-certificate/', import.meta.url));
type Change = (text: string) => string;

/** The address certificate with some files changed. */
export async function changed(changes: Record<string, Change> = {}): Promise<PackageContent> {
  const files = new Map(await readPackageFiles(folder));
  for (const [path, change] of Object.entries(changes)) {
    const before = String(files.get(path) ?? '');
    const after = change(before);
    if (after === before) throw new Error(`the change of ${path} changes nothing`);
    files.set(path, Buffer.from(after));
  }
  return Object.fromEntries([...files].map(([path, content]) => [path, content.toString('base64')]));
}

let versions = 0;
/** Another good version each time. */
export const good = (): Promise<PackageContent> => {
  versions += 1;
  return changed({ 'load.yaml': (text) => text.replace('100000', String(100_000 + versions)) });
};

export const ministry = 'XM-INTERIOR-MINISTRY';

export async function certifying(env: Record<string, string> = {}) {
  const b = await benchWith({ STOA_CERTIFIER: 'XM-DIGITAL-MINISTRY', ...env }, certification, catalogue);
  b.clock.set(new Date('2031-03-05T09:00:00Z'));
  const sealed: string[] = [];
  const incidents: Incident[] = [];
  b.stub(sealFiles, async ({ reference, organisationId, files }) => {
    sealed.push(reference);
    const digest = Buffer.from(files[0]?.sha256 ?? '', 'hex').toString('base64');
    return {
      ...{
        id: newId(),
        reference,
        organisationId,
        role: 'seal' as const,
        signerName: 'Ministry',
        signer: { name: 'Ministry' },
      },
      ...{ signedAt: b.clock.now().toISOString(), certificateSerial: '42', level: 'B-T' as const, files },
      xml: `<DigestValue>${digest}</DigestValue>`,
    };
  });
  b.stub(listIncidents, async ({ service }) => ({
    items: incidents.filter((one) => one.services.some(({ code }) => code === service)),
  }));
  const designer = b.person({ name: 'Vera Designer', duties: ['certification.applicant'], organisationId: ministry });
  const certifier = b.person({ name: 'Dinara Certifier', duties: ['certification.certifier'] });
  const second = b.person({ name: 'Second Certifier', duties: ['certification.certifier'] });
  const lawyer = b.person({ name: 'Taras Lawyer', duties: ['legal.reviewer'] });
  const auditor = b.person({ duties: ['audit.auditor'] });
  await b.drain();
  const { sha256 } = await b.call(contract.getRegulation, {});
  const adopt = (who: typeof designer) => b.call(contract.adoptRegulation, { sha256 }, who);
  const submit = async (files: PackageContent) =>
    (await b.call(contract.submitCandidate, { organisationId: ministry, files }, designer)).id;
  const get = (id: string, who = certifier) => b.call(contract.getCandidate, { id }, who);
  const run = async (id: string, ...suites: contract.Suite[]) => {
    await b.call(contract.runSuites, { id, suites: suites.length > 0 ? suites : [...contract.suites] }, certifier);
    await b.drain();
    return (await get(id)).runs;
  };
  const report = async (id: string, suite: contract.Suite) => {
    const found = (await get(id)).runs.find((one) => one.suite === suite);
    return b.call(contract.getReport, { id: found?.id ?? '' }, certifier);
  };
  const signLaw = async (id: string) => {
    const legal = (await get(id)).runs.find(({ suite }) => suite === 'legal');
    return b.call(contract.signLaw, { id, runId: legal?.id ?? '' }, lawyer);
  };
  const certify = async (id: string) => {
    const { certificate = '' } = await b.call(contract.decideCandidate, { id, certify: true }, certifier);
    await b.drain();
    return certificate;
  };
  /** From files to a sealed certificate. */
  const certified = async (files: PackageContent) => {
    const id = await submit(files);
    await run(id);
    await signLaw(id);
    return { id, number: await certify(id) };
  };
  return {
    ...{ b, sealed, incidents, designer, certifier, second, lawyer, auditor, adopt, sha256 },
    ...{ submit, get, run, report, signLaw, certify, certified },
  };
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');
