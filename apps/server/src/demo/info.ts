// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

interface DemoInfo {
  portalUrl: string;
  issuer: string;
  accounts: { login: string; password: string; name: string; duties: string[] }[];
  connectors: { subsystem: string; url: string; token?: string }[];
  exchangeServices: string[];
}

/** Prints where the running demo is; answers the exit code. */
export async function printDemoInfo(json: boolean): Promise<number> {
  const file = join(resolve(process.env.STOA_DATA || 'data'), 'demo.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (!text) {
    process.stderr.write('There is no demo under this data folder yet. Start it with: npm start\n');
    return 1;
  }
  if (json) {
    process.stdout.write(text);
    return 0;
  }
  const info = JSON.parse(text) as DemoInfo;
  const rows = [
    `Portal            ${info.portalUrl}`,
    `OpenID issuer     ${info.issuer}`,
    '',
    ...info.accounts.map(
      (a) => `${a.login.padEnd(10)} ${a.password.padEnd(10)} ${a.name.padEnd(24)} ${a.duties.join(', ')}`,
    ),
    '',
    ...info.connectors.map((c) => `${c.subsystem.padEnd(28)} ${c.url}   Authorization: Bearer ${c.token ?? ''}`),
    '',
    ...info.exchangeServices,
  ];
  process.stdout.write(`${rows.join('\n')}\n`);
  return 0;
}
