// SPDX-License-Identifier: Apache-2.0
/** The command line: `stoa start`, `stoa demo info`, `stoa admin create`, `stoa correspondence readiness`, `stoa quality recompute`, `stoa verify`, `stoa evidence verify`, `stoa backup`, `stoa restore`, `stoa doctor`, `stoa migrate`. */
import { parseArgs } from 'node:util';
import { ConfigError, createLog, describeError } from '@stoa/kernel';
import { ensureBuilt } from '@stoa/portal/build';
import { circuitNames, circuitSettings, startCircuits } from './circuits.ts';

const usage = `Usage:
  stoa start                          run the platform (settings: environment variables, see docs/guides/operate.md)
  stoa start --circuits test,production   run several circuits side by side
  stoa demo info [--json]             addresses and sign-ins of the running demo
  stoa admin create --login <login> --name <name> [--email <address>]   make an administrator, with a link to choose a password
  stoa package <new|lint|test|preview|diff|publish|migrate|replay>   write, try and publish a service package
  stoa doctor [--json] [--backups <folder>]   what is wrong with the installation, and how it is mended
  stoa migrate                        bring the database up to date before a release is rolled out
  stoa metrics token                  the token that GET /metrics asks for
  stoa correspondence readiness <institution> [--json]   play the ten scenarios with an institution's chancery
  stoa quality recompute <hash> [--json]   make the figures of a published snapshot again; equal or not
  stoa verify [--json]                check the evidence ledgers, offline
  stoa evidence verify <file.asice> [--trust=<authority.pem>] [--json]   check an exported exchange, offline
  stoa backup --to <folder> --custodian <a.pem> --custodian <b.pem>   copy the installation while it runs, its keys locked for two
  stoa restore --from <backup> --custodian-key <a.key> --custodian-key <b.key> [--until <instant>]   into an empty STOA_DATA
Of a circuit beside production, say so: stoa demo info --circuit test
`;

/** Its subcommands take what they take, and read it themselves. */
const ofPackage = process.argv[2] === 'package' ? process.argv.slice(3) : undefined;
const { values, positionals } = parseArgs({
  args: ofPackage ? [] : process.argv.slice(2),
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    circuits: { type: 'string' },
    circuit: { type: 'string' },
    trust: { type: 'string' },
    login: { type: 'string' },
    name: { type: 'string' },
    email: { type: 'string' },
    to: { type: 'string' },
    from: { type: 'string' },
    backups: { type: 'string' },
    until: { type: 'string' },
    custodian: { type: 'string', multiple: true },
    'custodian-key': { type: 'string', multiple: true },
  },
});
const [command = ''] = positionals;
const json = values.json ?? false;

async function main(): Promise<number> {
  if (ofPackage) return (await import('./package/index.ts')).runPackage(ofPackage);
  if (values.circuit) Object.assign(process.env, circuitSettings(values.circuit, process.env));
  switch (
    ['evidence', 'correspondence', 'quality'].includes(command)
      ? positionals.slice(0, 2).join(' ')
      : positionals.join(' ')
  ) {
    case 'start':
      if (values.circuits) {
        await startCircuits(circuitNames(values.circuits));
        return 0;
      }
      buildAhead();
      await (await import('./start.ts')).start();
      return 0;
    case 'demo info':
      return (await import('./demo/info.ts')).printDemoInfo(json);
    case 'evidence verify': {
      const [, , file] = positionals;
      if (file) return (await import('./evidence.ts')).verifyEvidenceFile(file, values.trust, json);
      process.stderr.write(usage);
      return 2;
    }
    case 'correspondence readiness': {
      const [, , institution] = positionals;
      if (institution) return (await import('./readiness.ts')).showReadiness(institution, json);
      process.stderr.write(usage);
      return 2;
    }
    case 'quality recompute': {
      const [, , hash] = positionals;
      if (hash) return (await import('./recompute.ts')).recompute(hash, json);
      process.stderr.write(usage);
      return 2;
    }
    case 'admin create':
      return (await import('./admin.ts')).createAdmin(values.login, values.name, values.email);
    case 'metrics token':
      return (await import('./metrics.ts')).printMetricsToken();
    case 'migrate':
      return (await import('./migrate.ts')).migrateAll();
    case 'doctor':
      return (await import('./doctor/index.ts')).doctor(json, values.backups);
    case 'backup':
      return (await import('./backup/backup.ts')).backup(values.to, values.custodian ?? []);
    case 'restore':
      return (await import('./backup/restore.ts')).restore(values.from, values['custodian-key'] ?? [], values.until);
    case 'verify':
      return (await import('./verify.ts')).verify(json);
    default:
      process.stderr.write(usage);
      return 2;
  }
}

/** The portal's files take seconds to build when they are not there yet: meanwhile everything else comes up. */
function buildAhead(): void {
  const modules = process.env.STOA_MODULES;
  // What fails here is said when the portal asks for its files.
  if (!modules || modules.split(',').includes('identity')) void ensureBuilt().catch(() => undefined);
}

try {
  const code = await main();
  if (command !== 'start') process.exit(code);
} catch (error) {
  if (error instanceof ConfigError) process.stderr.write(`${error.message}\n`);
  else createLog('error', 'start').fatal({ err: describeError(error) }, 'Stoa could not start');
  process.exit(1);
}
