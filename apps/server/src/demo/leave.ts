// SPDX-License-Identifier: Apache-2.0
/** Whether the demo country may be brought up: its passwords are published, so it stays where nobody else reaches it. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Config, ConfigError } from '@stoa/kernel';

const inWords = 'everybody-may-sign-in';
const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);
const isUnasked = ({ env }: Config) => env.STOA_DEMO === undefined || env.STOA_DEMO === '';
const marker = ({ dataDir }: Config) => join(dataDir, 'without-demo');

/** Whether the demo would be brought up. */
export const demoRuns = (config: Config): boolean => config.demo && !(isUnasked(config) && existsSync(marker(config)));

/**
 * Settings with the demo on or off. A data folder that was used without it is never given it unasked. Throws ConfigError where
 * others could reach it and nobody said that they may.
 */
export function decideDemo(config: Config): Config {
  if (!demoRuns(config)) return { ...config, demo: false };
  if (config.env.STOA_DEMO_ON_NETWORK === inWords) return config;
  const reached = [config.host, config.publicUrl && new URL(config.publicUrl).hostname].filter(
    (host): host is string => host !== undefined && !isLoopback(host),
  );
  if (reached.length > 0)
    throw new ConfigError(
      `The demo's accounts have published passwords, and ${reached[0]} can be reached by others. Set STOA_DEMO=0 for an installation of your own, or STOA_DEMO_ON_NETWORK=${inWords} to show the demo.`,
    );
  return config;
}

/** From now on this folder holds an installation of somebody's own. */
export async function rememberWithoutDemo(config: Config): Promise<void> {
  await mkdir(config.dataDir, { recursive: true });
  await writeFile(marker(config), 'Started with STOA_DEMO=0: the demo comes back only when STOA_DEMO=1 asks for it.\n');
}
