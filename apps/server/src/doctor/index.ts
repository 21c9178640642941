// SPDX-License-Identifier: Apache-2.0
/** `stoa doctor`: what is wrong with an installation, and how each is mended. It only looks; the platform may run or not. */
import { type Config, ConfigError, readConfig } from '@stoa/kernel';
import { moduleNames, modules } from '../modules.ts';
import { askedOf, dangersOf, isProduction } from '../safety/index.ts';
import { askDatabase } from './database.ts';
import { asText, fault, type Finding, ok, secretsOf, warning, withoutSecrets } from './finding.ts';
import { askMachine } from './machine.ts';
import { askNetwork } from './network.ts';

/**
 * Every finding about the installation of these settings.
 * @param backups folder in which copies stand, where the operator names one
 */
export async function examine(env: Config['env'], backups?: string): Promise<Finding[]> {
  let config: Config;
  let safety: Finding[];
  try {
    config = readConfig(env, moduleNames);
    safety = await safetyOf(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [fault('settings', error.message, 'Correct it; nothing else was asked: docs/guides/operate.md.')];
  }
  const here = modules.filter(({ name }) => config.modules?.includes(name) ?? true);
  const parts = await Promise.all([askMachine(config, backups), askNetwork(config), askDatabase(config, here)]);
  return [ok('settings', 'can be read'), ...safety, ...parts.flat()];
}

/** What production refuses is a fault there; elsewhere it is what stands between this installation and production. */
async function safetyOf(config: Config): Promise<Finding[]> {
  const found = await dangersOf(askedOf(config));
  if (found.length === 0) return [ok('safe', 'nothing that production refuses')];
  return found.map(({ danger: { code, mend }, what, accepted }) => {
    if (accepted) return warning(code, `${what} (accepted)`, mend);
    return isProduction(config) ? fault(code, what, mend) : warning(code, `${what} (production refuses it)`, mend);
  });
}

/** Prints what was found; answers 1 where there is a fault, otherwise 0. */
export async function doctor(json: boolean, backups: string | undefined): Promise<number> {
  const findings = await examine(process.env, backups);
  const secrets = secretsOf(process.env);
  const text = json ? `${JSON.stringify(findings, null, 2)}\n` : asText(findings);
  process.stdout.write(withoutSecrets(text, secrets));
  return findings.some(({ state }) => state === 'fault') ? 1 : 0;
}
