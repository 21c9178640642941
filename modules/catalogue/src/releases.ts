// SPDX-License-Identifier: Apache-2.0
/** Versions that are certified, open to some, taken back. */
import { type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';
import { parse } from 'yaml';
import type * as contract from './contract.ts';
import type { Examined, PackageContent } from './release-contract.ts';
import { withoutCertificate } from './certificates.ts';
import { checkPackage } from './linter.ts';
import { type PackageFiles, versionOf } from './package-files.ts';
import { publish } from './publication.ts';
import * as queries from './queries.ts';
import { playScenarios } from './scenarios.ts';
import * as store from './store.ts';

const filesOf = (content: PackageContent): PackageFiles =>
  new Map(
    Object.entries(content)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, base64]) => [path, Buffer.from(base64, 'base64')]),
  );

export async function examined(
  files: PackageFiles,
  country: Pick<ModuleRuntime['country'], 'formats' | 'personalData' | 'territories'>,
): Promise<Examined> {
  const { read, problems } = await checkPackage(files, country);
  const load: unknown = loadOf(files);
  return {
    ...{ version: versionOf(files), problems },
    ...(read ? { package: read, scenarios: playScenarios(read, files, country.formats) } : { scenarios: [] }),
    ...(load ? { load: load as NonNullable<Examined['load']> } : {}),
  };
}

/** Undefined where it does not say all three. */
function loadOf(files: PackageFiles): unknown {
  try {
    const load = parse(files.get('load.yaml')?.toString('utf8') ?? '') as Record<string, unknown> | null;
    const names = ['casesPerMonth', 'busiestHourShare', 'pageP95Ms'];
    return load && names.every((name) => Number(load[name]) > 0)
      ? Object.fromEntries(names.map((name) => [name, Number(load[name])]))
      : undefined;
  } catch {
    return undefined;
  }
}

export const examineContent = (module: ModuleRuntime, { files }: { files: PackageContent }): Promise<Examined> =>
  examined(filesOf(files), module.country);

export async function noteCertificate(
  tx: Tx,
  { id, version, certificate, valid }: InputOf<typeof contract.noteCertificate>,
): Promise<{ version: string }> {
  await store.noteCertificate(tx, { serviceId: id, version, certificate, valid });
  return { version };
}

/** Refuses: catalogue.digest-differs, catalogue.package-faulty, catalogue.certificate-missing. */
export async function openVersion(
  tx: Tx,
  { id, version, files, audience }: InputOf<typeof contract.openVersion>,
): Promise<{ version: string }> {
  const content = filesOf(files);
  if (versionOf(content) !== version)
    refuse(
      'conflict',
      'catalogue.digest-differs',
      'These are not the files that were certified: their digest is another.',
    );
  if (!(await queries.certificateNoted(tx, id, version)))
    refuse('conflict', 'catalogue.certificate-missing', withoutCertificate);
  const { pkg, problems } = await checkPackage(content, tx.module.country);
  if (!pkg || pkg.serviceId !== id)
    return refuse('invalid', 'catalogue.package-faulty', problems[0]?.message ?? 'It is a package of another service.');
  await store.endTrial(tx, id, version);
  if (audience.all) await publish(tx, pkg, true);
  else {
    await store.keepVersion(tx, pkg);
    await store.putTrial(tx, { serviceId: id, version, ...audience });
  }
  return { version };
}

export async function closeVersion(tx: Tx, { id, version }: InputOf<typeof contract.closeVersion>) {
  // A trial that is over leaves what everybody has; only what was opened to all goes back.
  const { rowCount } = await store.endTrial(tx, id, version);
  if (rowCount === 0) await store.goBack(tx, id, version);
  return { version };
}
