// SPDX-License-Identifier: Apache-2.0
/** `stoa package migrate`: open cases go on by another version of their service, each in a transaction of its own. */
import { moveCase, planMoves } from '@stoa/cases/contract';
import { isRefusal } from '@stoa/kernel';
import { onlyOne, readArguments, say, Wrong } from './arguments.ts';
import { onDatabase } from './database.ts';

export async function migrate(args: readonly string[]): Promise<number> {
  const { positionals, values } = readArguments(args, { to: { type: 'string' }, 'dry-run': { type: 'boolean' } });
  const serviceId = onlyOne(positionals, 'the service whose open cases are to move, such as work-permit');
  if (!/^[a-z][a-z0-9-]*$/.test(serviceId))
    throw new Wrong(`"${serviceId}" is no id of a service, such as work-permit`);
  const to = values.to === undefined || values.to === 'newest' ? undefined : String(values.to);
  if (to !== undefined && !/^sha256:[0-9a-f]{64}$/.test(to))
    throw new Wrong('--to: give a version as publish prints it, sha256: and 64 hexadecimal digits, or "newest"');
  const dry = values['dry-run'] === true;
  return onDatabase(async (call) => {
    let [moved, staying, after] = [0, 0, undefined as string | undefined];
    for (;;) {
      const { items, version } = await call(planMoves, {
        serviceId,
        ...(to ? { version: to } : {}),
        ...(after ? { after } : {}),
      });
      for (const { id, number, faults } of items) {
        const why = faults.length > 0 || dry ? faults : await whyNot(() => call(moveCase, { id, version }));
        if (why.length > 0) {
          staying += 1;
          say(`${number} stays: ${why.join('; ')}`);
        } else moved += 1;
        after = id;
      }
      if (items.length === 0) {
        say(`${serviceId}, to ${version}: ${moved} ${dry ? 'could move' : 'moved'}, ${staying} stay`);
        return 0;
      }
    }
  });
}

/** A case that has gone on meanwhile may fit no more. */
async function whyNot(move: () => Promise<unknown>): Promise<string[]> {
  try {
    await move();
    return [];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [error.message];
  }
}
