// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * With what the systems of each department are known to its connector: random for each data folder, the same after a new start.
 * @param given those that settings name already
 */
export async function connectorTokens<Name extends string>(
  dataDir: string,
  names: readonly Name[],
  given: Readonly<Partial<Record<Name, string | undefined>>>,
): Promise<Record<Name, string>> {
  const folder = join(dataDir, 'connectors');
  const file = join(folder, 'tokens.json');
  const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Partial<Record<Name, string>>;
  const tokens = Object.fromEntries(
    names.map((name) => [name, given[name] ?? kept[name] ?? randomBytes(32).toString('base64url')]),
  ) as Record<Name, string>;
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify(tokens), { mode: 0o600 });
  return tokens;
}
