// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import { type PackageFiles, readPackageFiles } from '../src/package-files.ts';

export const workPermitFolder = fileURLToPath(new URL('../../../services/work-permit/', import.meta.url));
export const addressCertificateFolder = fileURLToPath(
  new URL('../../../services/address-certificate/', import.meta.url),
);

/** The work permit with some files changed; `undefined` removes a file. */
export async function changed(changes: Record<string, ((text: string) => string) | undefined>): Promise<PackageFiles> {
  const files = new Map(await readPackageFiles(workPermitFolder));
  for (const [path, change] of Object.entries(changes)) {
    const before = files.get(path)?.toString('utf8') ?? '';
    if (!change) files.delete(path);
    else {
      const after = change(before);
      if (after === before) throw new Error(`the change of ${path} changes nothing`);
      files.set(path, Buffer.from(after));
    }
  }
  return files;
}
