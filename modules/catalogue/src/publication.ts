// SPDX-License-Identifier: Apache-2.0
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, emit, type ModuleRuntime, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, OutputOf } from '@stoa/kernel/contract';
import { type publishPackage, servicePublished } from './contract.ts';
import { checkPackage } from './linter.ts';
import { readPackageFiles } from './package-files.ts';
import type { ServicePackage } from './package-model.ts';
import { servicesFolder } from './publication-folder.ts';
import { certificateNoted, isOpenedOver } from './queries.ts';
import { certificatesRequired, withoutCertificate } from './certificates.ts';
import { shippedCertificates } from './shipped.ts';
import * as store from './store.ts';

/**
 * Publishes every package in the folder (`STOA_SERVICES`, or `services/` of this installation) whose content is new.
 * A package with problems is not published, nor where certificates are required one that has none: the service stays on
 * the version it has.
 */
export async function publishServices(module: ModuleRuntime): Promise<void> {
  const folder = servicesFolder(module);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => {
    throw new ConfigError(`STOA_SERVICES must be a folder of service packages; "${folder}" is none`);
  });
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const { pkg, problems } = await checkPackage(await readPackageFiles(join(folder, entry.name)), module.country);
    const { opened, allowed } = pkg ? await standing(module, pkg) : {};
    if (opened) continue;
    if (pkg && allowed) await module.tx({ kind: 'system' }, (tx) => publish(tx, pkg));
    else if (pkg)
      module.log.error({ service: entry.name, version: pkg.version }, `not published: ${withoutCertificate}`);
    else module.log.error({ service: entry.name, problems }, 'service package not published');
  }
}

/** Whether another version was opened over this one since it was published, and whether it may come before citizens. */
async function standing(module: ModuleRuntime, { serviceId, version }: ServicePackage) {
  const [opened, noted] = await module.tx({ kind: 'system' }, async (tx) => [
    await isOpenedOver(tx, serviceId, version),
    await certificateNoted(tx, serviceId, version),
  ]);
  if (!certificatesRequired(module)) return { opened, allowed: true };
  const shipped = (await shippedCertificates(module))[serviceId]?.version === version;
  return { opened, allowed: noted ?? shipped };
}

/** Refuses: catalogue.package-invalid, with each problem; catalogue.certificate-missing. */
export async function publishFiles(
  tx: Tx,
  { files }: InputOf<typeof publishPackage>,
): Promise<OutputOf<typeof publishPackage>> {
  const read = Object.entries(files).map(([path, content]) => [path, Buffer.from(content, 'base64')] as const);
  read.sort(([a], [b]) => (a < b ? -1 : 1));
  const { pkg, problems } = await checkPackage(new Map(read), tx.module.country);
  if (!pkg)
    return refuse('invalid', 'catalogue.package-invalid', 'The package has problems. Mend each of them first.', {
      errors: problems.map(({ file, message }) => ({ pointer: `/files/${file}`, code: 'problem', message })),
    });
  if (certificatesRequired(tx.module) && !(await certificateNoted(tx, pkg.serviceId, pkg.version)))
    refuse('conflict', 'catalogue.certificate-missing', withoutCertificate);
  // Said by a person over whatever the folder holds: the next start does not take it back.
  const changed = await publish(tx, pkg, true);
  return { serviceId: pkg.serviceId, version: pkg.version, changed };
}

/** Whether new cases get another version now. Repeating it changes nothing and tells nobody. */
export async function publish(tx: Tx, pkg: ServicePackage, opened = false): Promise<boolean> {
  await store.keepVersion(tx, pkg);
  if (!(await store.makeCurrent(tx, pkg.serviceId, pkg.version, opened))) return false;
  const { facts } = pkg;
  await emit(
    tx,
    servicePublished,
    {
      serviceId: facts.id,
      version: pkg.version,
      path: `/services/${facts.id}`,
      title: facts.title,
      summary: facts.summary,
      keywords: facts.keywords,
      authority: facts.authority.name,
      lifeEvents: facts.lifeEvents,
      audience: facts.audience,
      ...(facts.level ? { level: facts.level } : {}),
      ...(facts.territory ? { territory: facts.territory } : {}),
    },
    { subject: facts.id },
  );
  return true;
}
