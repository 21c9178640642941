// SPDX-License-Identifier: Apache-2.0
import type { Tx } from '@stoa/kernel';
import type { ServicePackage } from './package-model.ts';
import type { Audience } from './release-contract.ts';

export const keepVersion = (tx: Tx, pkg: ServicePackage) =>
  tx.query(
    'insert into service_version (service_id, version, package, published_at) values ($1, $2, $3, $4) on conflict do nothing',
    [pkg.serviceId, pkg.version, JSON.stringify(pkg), tx.now],
  );

/** Whether the version new cases get has changed. */
export async function makeCurrent(tx: Tx, serviceId: string, version: string, opened: boolean): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into service (id, current_version, published_at, opened) values ($1, $2, $3, $4)
     on conflict (id) do update set current_version = excluded.current_version, published_at = excluded.published_at,
       version_before = service.current_version, opened = excluded.opened
     where service.current_version <> excluded.current_version`,
    [serviceId, version, tx.now, opened],
  );
  if (rowCount === 0) return false;
  await tx.query('delete from was_current where service_id = $1 and version = $2', [serviceId, version]);
  await tx.query('insert into was_current (service_id, version) values ($1, $2)', [serviceId, version]);
  return true;
}

/** It is gone back to no more; where it is the current one, the last that is left is current again. */
export async function goBack(tx: Tx, serviceId: string, version: string): Promise<void> {
  await tx.query('delete from was_current where service_id = $1 and version = $2', [serviceId, version]);
  await tx.query(
    `update service set version_before = null, published_at = $3,
       current_version = (select version from was_current where service_id = $1 order by place desc limit 1)
     where id = $1 and current_version = $2 and exists (select 1 from was_current where service_id = $1)`,
    [serviceId, version, tx.now],
  );
}

export const noteCertificate = (
  tx: Tx,
  one: { serviceId: string; version: string; certificate: string; valid: boolean },
) =>
  tx.query(
    `insert into certified (service_id, version, certificate, valid, noted_at) values ($1, $2, $3, $4, $5)
     on conflict (service_id, version) do update set certificate = $3, valid = $4, noted_at = $5`,
    [one.serviceId, one.version, one.certificate, one.valid, tx.now],
  );

export const putTrial = (
  tx: Tx,
  { serviceId, version, ...to }: Omit<Audience, 'all'> & { serviceId: string; version: string },
) =>
  tx.query(
    `insert into trial (service_id, version, people, organisations, per_mille, until, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [serviceId, version, to.people, to.organisations, to.perMille, to.until ?? null, tx.now],
  );

export const endTrial = (tx: Tx, serviceId: string, version: string) =>
  tx.query('delete from trial where service_id = $1 and version = $2', [serviceId, version]);
