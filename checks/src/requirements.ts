// SPDX-License-Identifier: Apache-2.0
/** Programs of the operating system that some tests need, and how a Debian machine gets them. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './run.ts';

interface Requirement {
  readonly program: string;
  readonly package: string;
  /** What cannot be tested without it. */
  readonly for: string;
  /** Asked for by `npm run test:all` alone. */
  readonly thorough?: true;
}

export const requirements: readonly Requirement[] = [
  { program: 'chromium', package: 'chromium', for: 'the portal in a browser' },
  { program: 'rabbitmq-server', package: 'rabbitmq-server', for: 'events over RabbitMQ and the split shape' },
  { program: 'openssl', package: 'openssl', for: 'certificates and time stamps as others read them' },
  { program: 'xmlsec1', package: 'xmlsec1', for: 'XML signatures as others read them' },
  { program: 'mariadbd', package: 'mariadb-server', for: "a connector before a department's MariaDB" },
  { program: 'sshd', package: 'openssh-server', for: 'files dropped on an SFTP server' },
  { program: 'softhsm2-util', package: 'softhsm2', for: 'keys in a hardware module' },
  { program: 'pkcs11-tool', package: 'opensc', for: 'keys in a hardware module' },
  { program: 'qpdf', package: 'qpdf', for: 'PDF files as others read them' },
  { program: 'dovecot', package: 'dovecot-imapd', for: 'a mailbox of letters' },
  { program: 'soffice', package: 'libreoffice-writer-nogui', for: 'pages of office files' },
  { program: 'pdfsig', package: 'poppler-utils', for: 'PDF signatures as others read them' },
  { program: 'promtool', package: 'prometheus', for: 'rules of alerts as Prometheus reads them', thorough: true },
];

const installed = ({ program }: Requirement): boolean =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((folder) =>
    existsSync(join(folder, program)),
  );

/** Requirements this machine lacks, after installing what root may install on Debian. */
export async function provide(): Promise<readonly Requirement[]> {
  const needed = requirements.filter(({ thorough }) => !thorough || process.env.STOA_THOROUGH === '1');
  const missing = needed.filter((requirement) => !installed(requirement));
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return missing;
  const packages = missing.map((requirement) => requirement.package);
  console.log(`installing from Debian: ${packages.join(', ')}`);
  // RUNLEVEL=1 keeps Debian from starting servers of its own: tests bring theirs.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run('apt-get', ['update', '-qq'], { env });
  const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
  });
  if (code !== 0) console.log(output.trim());
  return needed.filter((requirement) => !installed(requirement));
}
