// SPDX-License-Identifier: Apache-2.0
import { getPackage, type ServicePackage } from '@stoa/catalogue/contract';
import { type ModuleRuntime, refuse, servicesFor, type Tx } from '@stoa/kernel';
import type { Act, Principal } from '@stoa/kernel/contract';

export type Person = Extract<Principal, { kind: 'person' }>;
export const self: Principal = { kind: 'service', id: 'portfolio' };

/** For whom somebody speaks, and for which services. */
export interface Side {
  readonly person: Person;
  readonly kind: 'person' | 'organisation';
  readonly id: string;
  readonly reads: string[];
  readonly applies: string[];
}
export function sideOf(principal: Principal): Side {
  if (principal.kind !== 'person') return refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
  const { actingFor, personKey, id } = principal;
  const services = (act: Act) => servicesFor(actingFor, act);
  return {
    person: principal,
    kind: actingFor?.kind === 'organisation' ? 'organisation' : 'person',
    id: actingFor?.id ?? personKey ?? `account:${id}`,
    ...{ reads: services('read'), applies: services('apply') },
  };
}
export const covers = (services: readonly string[], serviceId: string): boolean =>
  services.some((one) => one === '*' || one === serviceId);

/** Refuses: portfolio.power-narrow. */
export function demandCovered({ applies }: Side, serviceId: string): void {
  if (!covers(applies, serviceId))
    refuse('forbidden', 'portfolio.power-narrow', 'Your power does not cover this service. Ask for one that does.');
}

export const today = ({ module, now }: Pick<Tx, 'module' | 'now'>): string => module.country.calendar.localDate(now);

/** The package as cases begun now have it; looked up anew each minute, since versions come. */
const known = new Map<string, { readonly at: number; readonly pkg: ServicePackage }>();
export async function newestPackage(module: ModuleRuntime, serviceId: string): Promise<ServicePackage> {
  const now = module.clock.now().getTime();
  const kept = known.get(serviceId);
  if (kept && now - kept.at < 60_000) return kept.pkg;
  const pkg = await module.call(getPackage, { id: serviceId });
  known.set(serviceId, { at: now, pkg });
  return pkg;
}
