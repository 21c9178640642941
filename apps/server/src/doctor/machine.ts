// SPDX-License-Identifier: Apache-2.0
/** What this machine gives: Node, room on disks, programs, ports; and how old the newest copy is. */
import { constants } from 'node:fs';
import { access, readdir, readFile, statfs } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { archiveOf, type Config } from '@stoa/kernel';
import { certificatesIn } from '@stoa/kernel/keys';
import { type LastBackup, lastBackupFile } from '../backup/backup.ts';
import { keyFolders } from '../safety/keys.ts';
import { age } from './age.ts';
import { fault, type Finding, ok, unasked, warning } from './finding.ts';

const leastNode = 24;

/** @param version as `process.versions.node` has it */
export function nodeFinding(version: string): Finding {
  const says = `Node ${version}`;
  return Number(version.split('.')[0]) < leastNode
    ? fault('node', says, `Run it by npm, which brings Node ${leastNode}, or install that.`)
    : ok('node', says);
}

/** Free bytes of all: a twentieth is an alarm of monitoring too. */
export function roomFinding(code: string, folder: string, free: number, total: number): Finding {
  const share = total > 0 ? free / total : 0;
  const says = `${Math.round(share * 100)} % free for ${folder} (${(free / 1024 ** 3).toFixed(1)} GiB)`;
  const mend = 'Make room: old copies, old segments of the archive, or a larger disk.';
  if (share < 0.05) return fault(code, says, mend);
  return share < 0.15 ? warning(code, says, mend) : ok(code, says);
}

async function room(code: string, folder: string): Promise<Finding> {
  const disk = await statfs(folder).catch(() => undefined);
  if (!disk || disk.blocks === 0) return unasked(code, `how full the disk of ${folder} is`, 'Look with df.');
  return roomFinding(code, folder, disk.bavail * disk.bsize, disk.blocks * disk.bsize);
}

async function dataFolder(dataDir: string): Promise<Finding> {
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok('data', `${dataDir} can be read and written`);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? warning('data', `${dataDir} is not there`, 'The first start makes it; or name another with STOA_DATA.')
      : fault('data', `${dataDir} cannot be written by this user`, 'Give it to the user that runs the platform.');
  }
}

const mayRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
async function onPath(program: string): Promise<boolean> {
  if (program.includes('/')) return mayRun(program);
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return (await Promise.all(folders.map((folder) => mayRun(join(folder, program))))).includes(true);
}

/** LibreOffice, and what shuts it off from the network. Without them office files are shown as their words alone. */
async function converter({ env }: Config): Promise<Finding> {
  const program = env.STOA_OFFICE_CONVERTER ?? 'soffice';
  if (program === 'off') return ok('office-files', 'are shown as their words alone (STOA_OFFICE_CONVERTER=off)');
  const needed = [program, 'unshare', 'prlimit'];
  const present = await Promise.all(needed.map(onPath));
  const lacking = needed.filter((_, at) => !present[at]);
  return lacking.length === 0
    ? ok('office-files', `${program} makes their pages`)
    : warning(
        'office-files',
        `are shown as their words alone: ${lacking.join(', ')} not found`,
        'Install libreoffice-writer-nogui and util-linux (Debian), or set STOA_OFFICE_CONVERTER=off.',
      );
}

const daysLeft = (until: Date) => Math.floor((until.getTime() - Date.now()) / 86_400_000);

/** As monitoring has it: an alarm from fourteen days on. */
export function certificateFinding(code: string, whose: string, until: Date): Finding {
  const days = daysLeft(until);
  const says = `${whose} holds for ${days} days`;
  if (days < 3) return fault(code, days < 0 ? `${whose} has ended` : says, 'Renew it now.');
  return days < 14 ? warning(code, says, 'Renew it.') : ok(code, says);
}

/** The soonest end of the certificates that stand in files: the circuit's authority, seals, an authority outside. */
async function certificateFiles(config: Config): Promise<Finding> {
  const files = config.env.STOA_EXCHANGE_CA_FILE ? [config.env.STOA_EXCHANGE_CA_FILE] : [];
  for (const folder of keyFolders) {
    const below = await readdir(join(config.dataDir, folder), { recursive: true }).catch(() => []);
    files.push(...below.filter((name) => name.endsWith('.pem')).map((name) => join(config.dataDir, folder, name)));
  }
  const found: { file: string; until: Date }[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    try {
      for (const certificate of certificatesIn(text)) found.push({ file, until: certificate.validToDate });
    } catch {
      return fault('certificate-files', `${file} holds something that is no certificate`, 'Put the right file there.');
    }
  }
  const [first] = found.sort((a, b) => a.until.getTime() - b.until.getTime());
  if (!first) return unasked('certificate-files', 'no certificate stands in a file yet', 'The first start makes them.');
  return certificateFinding(
    'certificate-files',
    `the one of ${found.length} that ends first (${first.file})`,
    first.until,
  );
}

const [oldCopy, tooOldCopy] = [26 * 3600, 8 * 86_400];

/** @param folder of copies, where the operator names one */
export async function copies(config: Config, folder: string | undefined): Promise<Finding> {
  const code = 'backup';
  const mend = 'Take one: npm run stoa -- backup --to <folder> --custodian <a.pem> --custodian <b.pem>';
  if (config.databaseUrl)
    return unasked(code, 'the database is a server of your own', 'Look at the copies that its own tools make.');
  const newest = folder ? await newestIn(folder) : await noted(config.dataDir);
  if (!newest)
    return warning(code, folder ? `${folder} holds no copy` : 'no copy was taken of this installation', mend);
  const seconds = (Date.now() - newest.getTime()) / 1000;
  const says = `the newest copy is ${age(seconds)} old`;
  if (seconds > tooOldCopy) return fault(code, says, mend);
  return seconds > oldCopy ? warning(code, says, mend) : ok(code, says);
}

async function noted(dataDir: string): Promise<Date | undefined> {
  const text = await readFile(lastBackupFile(dataDir), 'utf8').catch(() => undefined);
  return text ? new Date((JSON.parse(text) as LastBackup).at) : undefined;
}

async function newestIn(folder: string): Promise<Date | undefined> {
  const names = await readdir(folder).catch(() => []);
  const whole: Date[] = [];
  for (const name of names) {
    const text = await readFile(join(folder, name, 'manifest.json'), 'utf8').catch(() => undefined);
    if (text && !name.endsWith('.partial')) whole.push(new Date((JSON.parse(text) as { at: string }).at));
  }
  return whole.sort((a, b) => b.getTime() - a.getTime())[0];
}

export async function askMachine(config: Config, backups: string | undefined): Promise<Finding[]> {
  const archive = config.env.STOA_ARCHIVE ?? (await archiveOf(config.dataDir));
  return [
    nodeFinding(process.versions.node),
    await dataFolder(config.dataDir),
    await room('room', config.dataDir),
    ...(archive ? [await room('room-archive', archive)] : []),
    await converter(config),
    await certificateFiles(config),
    await copies(config, backups),
  ];
}
