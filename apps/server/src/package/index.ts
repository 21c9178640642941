// SPDX-License-Identifier: Apache-2.0
/** `stoa package …`: from the first folder of a service to its published version, for authors who write no code. */
import { isRefusal } from '@stoa/kernel';
import { Wrong } from './arguments.ts';

type Command = (args: readonly string[]) => Promise<number>;

/** Each is read when it is asked for: those that need a database bring the modules. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  new: async () => (await import('./new.ts')).newPackage,
  lint: async () => (await import('./lint.ts')).lint,
  test: async () => (await import('./test.ts')).test,
  preview: async () => (await import('./preview.ts')).preview,
  diff: async () => (await import('./diff.ts')).diff,
  migrate: async () => (await import('./migrate.ts')).migrate,
  replay: async () => (await import('./replay.ts')).replay,
  publish: async () => (await import('./publish.ts')).publish,
};

const usage = `Usage: stoa package
  new <id> [--from certificate-from-register|permit-with-officer] [--in <folder>]   write a complete package to change
  lint [<folder>…]                           what keeps packages from being published, a line a fault
  test [<folder>…] [--write]                 run the scenarios, and generate those that rows and branches lack
  preview <folder> [--language en] [--html <file>]   pages, fees, terms and process of a draft
  diff <folder> [--against published|<folder>]   what changes, and whether open cases may move
  publish <folder>                           make it the version that new cases get
  migrate <id> [--to <version>] [--dry-run]  move the open cases that can to the version (the newest)
  replay <folder> [--cases <n>]              what a draft's rules would have said of past cases
Packages of another country than the demo's are read with --country and the value of its setting.
diff, publish, migrate and replay ask the database that STOA_DATA or DATABASE_URL names.
`;

/** Answers the exit code: 1 where something is wrong with a package, 2 where the command itself is. */
export async function runPackage([name = '', ...args]: readonly string[]): Promise<number> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    process.stderr.write(usage);
    return 2;
  }
  try {
    return await (await command())(args);
  } catch (error) {
    if (error instanceof Wrong) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    if (!isRefusal(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
