// SPDX-License-Identifier: Apache-2.0
/** `stoa package publish`: the folder becomes the version that new cases get; those that run stay on theirs. */
import { publishPackage } from '@stoa/catalogue/contract';
import { draftAt, onlyOne, readArguments, say } from './arguments.ts';
import { onDatabase } from './database.ts';

export async function publish(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, { country: { type: 'string' } });
  const draft = await draftAt(onlyOne(positionals, 'the folder of the package to publish'), values.country);
  if (!draft) return 1;
  const files = Object.fromEntries([...draft.files].map(([path, content]) => [path, content.toString('base64')]));
  const { serviceId, version, changed } = await onDatabase((call) => call(publishPackage, { files }));
  say(
    changed ? `${serviceId} is published: new cases get ${version}` : `${serviceId} was published before as ${version}`,
  );
  return 0;
}
