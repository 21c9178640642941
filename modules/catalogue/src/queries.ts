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

/** Whether its certificate is in force; undefined where nobody has said. */
export async function certificateNoted(tx: Tx, serviceId: string, version: string): Promise<boolean | undefined> {
  const { rows } = await tx.query<{ valid: boolean }>(
    'select valid from certified where service_id = $1 and version = $2',
    [serviceId, version],
  );
  return rows[0]?.valid;
}

/** Whether who certifies opened another version, after this one was published. */
export async function isOpenedOver(tx: Tx, serviceId: string, version: string): Promise<boolean> {
  const { rows } = await tx.query(
    `select 1 from service s join service_version v on v.service_id = s.id and v.version = $2
     where s.id = $1 and s.opened and s.current_version <> $2`,
    [serviceId, version],
  );
  return rows.length > 0;
}

/** Versions that are open to some at `at`, the latest first. */
export async function trialsOf(tx: Tx, serviceId: string, at: Date) {
  const { rows } = await tx.query<{ version: string; people: string[]; organisations: string[]; perMille: number }>(
    `select version, people, organisations, per_mille as "perMille" from trial
     where service_id = $1 and (until is null or until > $2) order by opened_at desc`,
    [serviceId, at],
  );
  return rows;
}
