// SPDX-License-Identifier: Apache-2.0
/** The command line: `stoa start`, `stoa demo info`, `stoa verify`, `stoa evidence verify`. */
import { ConfigError, createLog, describeError } from '@stoa/kernel';

const usage = `Usage:
  stoa start                 run the platform (settings: environment variables, see docs/guides/operate.md)
  stoa demo info [--json]    addresses and sign-ins of the running demo
  stoa verify [--json]       check the evidence ledgers, offline
  stoa evidence verify <file.asice> [--trust=<authority.pem>] [--json]
                             check an exported exchange, offline
`;

const [command = '', ...rest] = process.argv.slice(2);
const json = rest.includes('--json');

async function main(): Promise<number> {
  switch (`${command} ${rest.find((word) => !word.startsWith('--')) ?? ''}`.trim()) {
    case 'start':
      await (await import('./start.ts')).start();
      return 0;
    case 'demo info':
      return (await import('./demo/info.ts')).printDemoInfo(json);
    case 'evidence verify': {
      const file = rest.filter((word) => !word.startsWith('--'))[1];
      const trusted = rest.find((word) => word.startsWith('--trust='))?.slice('--trust='.length);
      if (file) return (await import('./evidence.ts')).verifyEvidenceFile(file, trusted, json);
      process.stderr.write(usage);
      return 2;
    }
    case 'verify':
      return (await import('./verify.ts')).verify(json);
    default:
      process.stderr.write(usage);
      return 2;
  }
}

try {
  const code = await main();
  if (command !== 'start') process.exit(code);
} catch (error) {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else createLog('error', 'start').fatal({ err: describeError(error) }, 'Stoa could not start');
  process.exit(1);
}
