// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { ServicePackage } from './package-model.ts';

/** Current versions, by service. */
export async function currentVersions(tx: Tx): Promise<{ serviceId: string; version: string }[]> {
  const { rows } = await tx.prepared<{ serviceId: string; version: string }>(
    'catalogue-current',
    'select id as "serviceId", current_version as version from service order by id',
  );
  return rows;
}

export async function findPackage(tx: Tx, serviceId: string, version: string): Promise<ServicePackage | undefined> {
  const { rows } = await tx.query<{ package: ServicePackage }>(
    'select package from service_version where service_id = $1 and version = $2',
    [serviceId, version],
  );
  return rows[0]?.package;
}
