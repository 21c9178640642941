// SPDX-License-Identifier: Apache-2.0
/** `stoa admin create`: the first administrator of an installation, who chooses a password by a link that is shown once. */
import identity from '@stoa/identity';
import { createAdministrator } from '@stoa/identity/contract';
import { ConfigError, createLog, isRefusal, readConfig, startEmbeddedPostgres, startPlatform } from '@stoa/kernel';
import { moduleNames } from './modules.ts';

/** The platform may run meanwhile or not. Answers the exit code. */
export async function createAdmin(
  login: string | undefined,
  name: string | undefined,
  email: string | undefined,
): Promise<number> {
  if (!login || !name)
    throw new ConfigError('Say who: stoa admin create --login anna --name "Anna Akmetova" [--email …]');
  const settings = readConfig(process.env, moduleNames);
  const config = { ...settings, modules: [identity.name], port: 0, host: '127.0.0.1', amqpUrl: undefined };
  const log = createLog('error', config.circuit);
  const embedded = config.databaseUrl ? undefined : await startEmbeddedPostgres(config.dataDir, log);
  const databaseUrl = config.databaseUrl ?? embedded?.url ?? '';
  try {
    const platform = await startPlatform({ config, modules: [identity], databaseUrl, log, manual: true });
    try {
      const { path, expiresAt } = await platform.call(
        createAdministrator,
        { login, name, ...(email ? { email } : {}) },
        { principal: { kind: 'service', id: 'command-line' } },
      );
      const site = settings.publicUrl ?? `http://${settings.host}:${settings.port}`;
      process.stdout.write(
        `${name} administers the platform with the login "${login}".\nOpen this once, by ${expiresAt}, to choose the password:\n${site}${path}\n`,
      );
      return 0;
    } finally {
      await platform.close();
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  } finally {
    await embedded?.stop();
  }
}
