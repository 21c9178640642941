// SPDX-License-Identifier: Apache-2.0
/** What an installation without the demo still lacks, each with what to do. */
import { hasAdministrator } from '@stoa/identity/contract';
import type { Platform } from '@stoa/kernel';

const settings: Readonly<Record<string, string>> = {
  STOA_PUBLIC_URL: 'people can open it on this machine only',
  STOA_SMTP_URL: 'no e-mail is sent, so nobody gets the link to choose a password',
  STOA_BANK_URL: 'no fee can be paid',
  STOA_TSA_URL: 'checkpoints of the ledgers carry no time stamp',
  STOA_CONNECTOR_URL: 'services can ask no register',
  STOA_PLATFORM_CONNECTOR_URL: 'nobody can register by the population register or act for a company of theirs',
};

export async function missingSettings(platform: Platform): Promise<string[]> {
  const { env, modules } = platform.config;
  const unset = Object.entries(settings).flatMap(([name, without]) =>
    env[name] ? [] : [`${name} is not set: ${without}`],
  );
  if (modules && !modules.includes('identity')) return unset;
  const { exists } = await platform.call(hasAdministrator, {}, { principal: { kind: 'service', id: 'command-line' } });
  const create = 'nobody administers it: npm run stoa -- admin create --login <login> --name <name>';
  return exists ? unset : [create, ...unset];
}
