// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { ServicePackage } from './package-model.ts';

export const keepVersion = (tx: Tx, pkg: ServicePackage) =>
  tx.query(
    'insert into service_version (service_id, version, package, published_at) values ($1, $2, $3, $4) on conflict do nothing',
    [pkg.serviceId, pkg.version, JSON.stringify(pkg), tx.now],
  );

/** Whether the version new cases get has changed. */
export async function makeCurrent(tx: Tx, serviceId: string, version: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into service (id, current_version, published_at) values ($1, $2, $3)
     on conflict (id) do update set current_version = excluded.current_version, published_at = excluded.published_at
     where service.current_version <> excluded.current_version`,
    [serviceId, version, tx.now],
  );
  return rowCount === 1;
}
