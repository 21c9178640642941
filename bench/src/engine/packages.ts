// SPDX-License-Identifier: Apache-2.0
/** Service packages read and checked, as at start and before publication. */
import { fileURLToPath } from 'node:url';
import { loadCountry } from '@stoa/kernel';
import { checkPackage } from '../../../modules/catalogue/src/linter.ts';
import { type PackageFiles, readPackageFiles } from '../../../modules/catalogue/src/package-files.ts';
import { type Measurement, measurement } from '../measurement.ts';

const count = 120;
const services = ['work-permit', 'address-certificate'];

/** Copies under other ids, half of each. Their texts are the same, so expressions parsed for one serve the next. */
export async function benchPackages(): Promise<Measurement[]> {
  const country = await loadCountry();
  const originals = await Promise.all(
    services.map((id) => readPackageFiles(fileURLToPath(new URL(`../../../services/${id}/`, import.meta.url)))),
  );
  const copies = Array.from({ length: count }, (_, n) => copyOf(originals[n % services.length] as PackageFiles, n));
  const took: number[] = [];
  for (const files of copies) {
    const began = performance.now();
    const { problems } = await checkPackage(files, country);
    took.push(performance.now() - began);
    if (problems[0]) throw new Error(`${problems[0].file}: ${problems[0].message}`);
  }
  const mean = took.reduce((sum, one) => sum + one, 0) / count;
  const details = { packages: count, first: took[0] ?? 0, slowest: Math.max(...took.slice(1)) };
  return [measurement('engine', 'package read and checked', mean, 'ms', details)];
}

const copyOf = (files: PackageFiles, n: number): PackageFiles =>
  new Map(
    [...files].map(([path, content]) => [
      path,
      path === 'service.yaml' ? Buffer.from(content.toString('utf8').replace(/^id: .*$/m, `id: copy-${n}`)) : content,
    ]),
  );
