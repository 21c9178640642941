// SPDX-License-Identifier: Apache-2.0
/** `certified.json` and `articles.json` beside the packages: what came with the installation, made by `npm run certify`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleRuntime, Tx } from '@stoa/kernel';
import type { OutputOf } from '@stoa/kernel/contract';
import type { listShipped, Shipped } from './release-contract.ts';
import { servicesFolder } from './publication-folder.ts';
import { publishedPackages } from './packages.ts';

type Listed = Record<string, Omit<Shipped, 'serviceId' | 'title'>>;

const read = async <T>(module: Pick<ModuleRuntime, 'config'>, file: string, none: T): Promise<T> => {
  const text = await readFile(join(servicesFolder(module), file), 'utf8').catch(() => undefined);
  return text === undefined ? none : (JSON.parse(text) as T);
};

/** By service; empty where the folder has none. */
export const shippedCertificates = (module: Pick<ModuleRuntime, 'config'>): Promise<Listed> =>
  read<Listed>(module, 'certified.json', {});

export async function shipped(tx: Tx): Promise<OutputOf<typeof listShipped>> {
  const listed = await shippedCertificates(tx.module);
  const items = (await publishedPackages(tx)).flatMap(({ serviceId, version, facts }) => {
    const own = listed[serviceId];
    return own?.version === version ? [{ ...own, serviceId, title: facts.title }] : [];
  });
  return { items, articles: await read(tx.module, 'articles.json', {}) };
}
