// SPDX-License-Identifier: Apache-2.0
/** `npm run generate` writes what is made from the code; `--check` only compares and fails when something differs. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openApi } from '@stoa/kernel';
import { accessMatrix, permittedByDuty } from './access-matrix.ts';
import { architecturePage } from './architecture.ts';
import { contractReport } from './contract-report.ts';
import { operationsOf, readModules, root } from './inventory.ts';
import { dashboardFiles } from './deploy/dashboards.ts';
import { kubernetesFiles, shapeOf } from './deploy/kubernetes.ts';
import { readmeWithSizes } from './deploy/sizes.ts';
import { fileSchemas } from './package-schemas.ts';
import { schemaFiles, staleSchemas } from './sql-schema.ts';

/** Path from the root → text. */
export async function generatedFiles(base = root): Promise<Map<string, string>> {
  const modules = await readModules(base);
  const files = new Map<string, string>();
  for (const module of modules) {
    files.set(`modules/${module.definition.name}/contract.report.md`, contractReport(module, modules));
  }
  const operations = modules.flatMap(({ definition }) => operationsOf(definition));
  files.set('docs/api/openapi.json', `${JSON.stringify(openApi(operations, '0.1.0'), null, 2)}\n`);
  files.set('docs/security/access-matrix.md', accessMatrix(modules));
  files.set(
    'apps/portal/src/areas/administration/permitted.gen.json',
    `${JSON.stringify(permittedByDuty(modules), null, 2)}\n`,
  );
  for (const [name, schema] of Object.entries(fileSchemas)) {
    const described = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `${name} of a service package`,
      ...schema,
    };
    files.set(`docs/schemas/${name}.schema.json`, `${JSON.stringify(described, null, 2)}\n`);
  }
  const architecture = 'docs/architecture.md';
  files.set(architecture, architecturePage(readFileSync(join(base, architecture), 'utf8'), modules));
  const deployed = 'deploy/README.md';
  files.set(deployed, readmeWithSizes(readFileSync(join(base, deployed), 'utf8'), shapeOf(modules)));
  for (const [path, text] of [...kubernetesFiles(modules), ...dashboardFiles()]) files.set(path, text);
  return files;
}

const current = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/** Committed files that differ from what the code says. */
export async function staleFiles(base = root): Promise<string[]> {
  const files = await generatedFiles(base);
  const differing = [...files].filter(([path, text]) => current(join(base, path)) !== text).map(([path]) => path);
  return [...differing, ...staleSchemas(base, current)];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const stale = await staleFiles();
    for (const path of stale) console.log(`${path} differs from the code: run npm run generate and review the change`);
    process.exit(stale.length ? 1 : 0);
  }
  const schemas = staleSchemas(root, current).length > 0 ? await schemaFiles(root) : new Map<string, string>();
  for (const [path, text] of [...(await generatedFiles()), ...schemas]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}
