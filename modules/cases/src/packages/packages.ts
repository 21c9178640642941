// SPDX-License-Identifier: Apache-2.0
import { getPackage, type ServicePackage } from '@stoa/catalogue/contract';
import type { ModuleRuntime } from '@stoa/kernel';
import type { InputOf } from '@stoa/kernel/contract';

const known = new Map<string, ServicePackage>();

/** The version a case is pinned to, asked for once: a version never changes. */
export async function pinnedPackage(
  module: ModuleRuntime,
  at: { serviceId: string; version: string },
): Promise<ServicePackage> {
  const key = `${at.serviceId} ${at.version}`;
  const pkg = known.get(key) ?? (await module.call(getPackage, { id: at.serviceId, version: at.version }));
  known.set(key, pkg);
  return pkg;
}

/** What new cases are pinned to; one that is open to some already where the applicant is of them. Refuses: catalogue.service-unknown. */
export const newestPackage = (module: ModuleRuntime, asked: InputOf<typeof getPackage>): Promise<ServicePackage> =>
  module.call(getPackage, asked);
