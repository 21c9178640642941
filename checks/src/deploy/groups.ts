// SPDX-License-Identifier: Apache-2.0
/** Which modules share a process, and what the code says that each of these groups reaches. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { reachedBy } from '../architecture.ts';
import { type ReviewedModule, root } from '../inventory.ts';
import type { SizeName } from './sizes.ts';

export interface Group {
  readonly name: string;
  readonly modules: readonly string[];
}

/** Modules with a process of their own; what is named nowhere runs in the group `front`, with the portal. */
const apart: Readonly<Record<SizeName, Readonly<Record<string, readonly string[]>>>> = {
  // The shape that `npm run journey -- --split` walks through.
  small: { exchange: ['exchange'], quality: ['quality', 'surveys', 'analytics'] },
  medium: { exchange: ['exchange'], quality: ['quality', 'surveys', 'analytics'] },
  large: {
    exchange: ['exchange'],
    quality: ['quality', 'surveys', 'analytics', 'followups'],
    cases: ['cases', 'payments', 'payouts', 'books', 'agreements', 'notifications', 'campaigns'],
    chancery: ['documents', 'signing', 'execution', 'correspondence', 'practice', 'papers'],
    architecture: ['architecture', 'examination', 'integrator', 'norms', 'ict', 'atlas', 'upkeep'],
    operations: ['monitoring', 'support', 'certification'],
  },
};

export const portalGroup = 'front';
export const hubGroup = 'exchange';

/** Every module in one group. */
export function groupsOf(size: SizeName, modules: readonly string[]): Group[] {
  const named = Object.entries(apart[size]);
  const elsewhere = new Set(named.flatMap(([, names]) => names));
  return [
    { name: portalGroup, modules: modules.filter((name) => !elsewhere.has(name)).sort() },
    ...named.map(([name, members]) => ({ name, modules: [...members].sort() })),
  ];
}

/** Contracts that the composition itself calls, in every process. */
export const calledByEveryProcess = (): string[] => [
  ...new Set(
    [...readFileSync(join(root, 'apps/server/src/server.ts'), 'utf8').matchAll(/from '@stoa\/([a-z]+)\/contract'/g)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'kernel'),
  ),
];

/**
 * Names of the groups that a group calls: by the contracts that its modules import; all of them, where it shows the portal or a
 * module of it asks every module (monitoring does, for their health).
 */
export function calledBy(group: Group, groups: readonly Group[], modules: readonly ReviewedModule[]): string[] {
  const own = modules.filter(({ definition }) => group.modules.includes(definition.name));
  const reached = new Set([...own.flatMap(reachedBy), ...calledByEveryProcess()]);
  const asksAll =
    group.name === portalGroup ||
    own.some(({ sources }) => sources.some(({ text }) => /\.platformModules\b/.test(text)));
  return groups
    .filter(({ name }) => name !== group.name)
    .filter((other) => asksAll || other.modules.some((name) => reached.has(name)))
    .map(({ name }) => name);
}

/** Beginnings of the addresses outside `/api` operations that only the process of the module serves, without what is named in them. */
export function ownPaths(group: Group, modules: readonly ReviewedModule[]): string[] {
  const paths = modules
    .filter(({ definition }) => group.modules.includes(definition.name))
    .flatMap(({ definition }) => definition.routes.flatMap((route) => (route.kind === 'raw' ? [route.path] : [])))
    .map((path) => path.split(/\/[:*]/)[0] ?? path);
  const sorted = [...new Set(paths)].sort();
  return sorted.filter((path) => !sorted.some((other) => other !== path && path.startsWith(`${other}/`)));
}

/** A way out of the cluster or to a neighbour of it, with the settings that lead there. */
export interface Way {
  readonly port: number;
  readonly settings: readonly string[];
}

/** Settings that modules read, and the port they lead to; a module that reads none of them needs no way out but for time stamps. */
const leadsTo: readonly Way[] = [
  {
    port: 443,
    settings: [
      ...['STOA_BANK_URL', 'STOA_TREASURY_BANK_URL', 'STOA_STRIPE_URL', 'STOA_INITIATION_URL', 'STOA_MONITORING_URL'],
      ...['STOA_SIGNING_SERVICE_URL', 'STOA_SMS_PROVIDERS', 'STOA_CALLBACK_ALLOW'],
    ],
  },
  { port: 465, settings: ['STOA_SMTP_URL', 'STOA_SMTP_SECOND_URL'] },
  { port: 993, settings: ['STOA_BOUNCE_MAILBOX', 'STOA_MAILBOXES'] },
  { port: 3550, settings: ['STOA_SMS_PROVIDERS'] },
];
/** Every ledger has its checkpoints time-stamped (`STOA_TSA_URL`, read by the kernel). */
const timeStamps: Way = { port: 443, settings: ['STOA_TSA_URL'] };
const connectorSettings = /STOA_(?:[A-Z]+_)?CONNECTOR(?:S|_URL)\b/;

const textsOf = (group: Group, modules: readonly ReviewedModule[]): string =>
  modules
    .filter(({ definition }) => group.modules.includes(definition.name))
    .flatMap(({ sources }) => sources.map(({ text }) => text))
    .join('\n');

/** Ports outside of the cluster that a group needs, each with the settings that its modules read. */
export function waysOut(group: Group, modules: readonly ReviewedModule[]): Way[] {
  const text = textsOf(group, modules);
  const read = leadsTo
    .map(({ port, settings }) => ({
      port,
      settings: settings.filter((name) => new RegExp(`\\b${name}\\b`).test(text)),
    }))
    .filter(({ settings }) => settings.length > 0);
  const https = read.find(({ port }) => port === timeStamps.port);
  return [
    { port: timeStamps.port, settings: [...timeStamps.settings, ...(https?.settings ?? [])] },
    ...read.filter(({ port }) => port !== timeStamps.port),
  ];
}

/** Whether a group speaks with the platform's own connector. */
export const usesConnector = (group: Group, modules: readonly ReviewedModule[]): boolean =>
  connectorSettings.test(textsOf(group, modules));
