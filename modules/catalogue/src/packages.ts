// SPDX-License-Identifier: Apache-2.0
/** Published packages, kept in memory once read: a version never changes. */
import { refuse, type Tx } from '@stoa/kernel';
import type { ServicePackage } from './package-model.ts';
import { trialVersion } from './trials.ts';
import * as queries from './queries.ts';

const known = new Map<string, ServicePackage>();

/** Refuses: catalogue.service-unknown, catalogue.version-unknown. */
export async function getPackage(
  tx: Tx,
  input: { id: string; version?: string; person?: string; organisation?: string },
): Promise<ServicePackage> {
  const version = input.version ?? (await trialVersion(tx, input.id, input)) ?? (await currentVersion(tx, input.id));
  const key = `${input.id} ${version}`;
  const found = known.get(key) ?? (await queries.findPackage(tx, input.id, version));
  if (!found)
    return refuse('missing', 'catalogue.version-unknown', 'This version of the service was never published here.');
  known.set(key, found);
  return found;
}

async function currentVersion(tx: Tx, id: string): Promise<string> {
  const found = (await queries.currentVersions(tx)).find((service) => service.serviceId === id);
  return (
    found?.version ??
    refuse('missing', 'catalogue.service-unknown', 'There is no such service. Look for it in the list of services.')
  );
}

/** Current packages of all services. */
export async function publishedPackages(tx: Tx): Promise<ServicePackage[]> {
  const packages: ServicePackage[] = [];
  for (const { serviceId, version } of await queries.currentVersions(tx))
    packages.push(await getPackage(tx, { id: serviceId, version }));
  return packages;
}
