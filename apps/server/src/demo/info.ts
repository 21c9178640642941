// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { totpCode, totpStep } from '@stoa/kernel/totp';

interface DemoInfo {
  portalUrl: string;
  issuer: string;
  accounts: { login: string; password: string; appSecret?: string; name: string; duties: string[] }[];
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
    // A code is taken once: the sign-in page of the demo shows the next one that will be.
    `${'Login'.padEnd(10)} ${'Password'.padEnd(10)} ${'Code'.padEnd(7)} Name`,
    ...info.accounts.map(({ login, password, appSecret, name, duties }) => {
      const code = appSecret ? totpCode(appSecret, totpStep(new Date())) : '';
      return `${login.padEnd(10)} ${password.padEnd(10)} ${code.padEnd(7)} ${name.padEnd(24)} ${duties.join(', ')}`;
    }),
    '',
    ...info.connectors.map((c) => `${c.subsystem.padEnd(28)} ${c.url}   Authorization: Bearer ${c.token ?? ''}`),
    '',
    ...info.exchangeServices,
  ];
  process.stdout.write(`${rows.join('\n')}\n`);
  return 0;
}
