// SPDX-License-Identifier: Apache-2.0
/** `stoa package lint`: what keeps packages from being published, before anybody publishes them. */
import { checkPackage, readPackageFiles } from '@stoa/catalogue';
import { countryOf, foldersOf, readArguments, say, tell } from './arguments.ts';

export async function lint(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, { country: { type: 'string' } });
  const country = await countryOf(values.country);
  let faulty = 0;
  for (const folder of await foldersOf(positionals)) {
    const { problems } = await checkPackage(await readPackageFiles(folder.path), country);
    tell(folder, problems);
    if (problems.length === 0) say(`${folder.name}: no problems`);
    else faulty += 1;
  }
  return faulty > 0 ? 1 : 0;
}
