// SPDX-License-Identifier: Apache-2.0
/** The part of a report of health that every process can tell of itself. */
import { statfs } from 'node:fs/promises';
import manifest from '../package.json' with { type: 'json' };
import { ConfigError } from './config.ts';
import type { HealthReport } from './health.ts';

const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();

/** @param folder whose disk is meant; left out where its file system does not say how full it is */
export async function ownHealth(
  folder: string,
  now: Date,
): Promise<Pick<HealthReport, 'at' | 'startedAt' | 'version' | 'disk'>> {
  const disk = await statfs(folder).catch(() => undefined);
  return {
    ...{ at: now.toISOString(), startedAt, version: manifest.version },
    ...(disk ? { disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize } } : {}),
  };
}

/** Seconds between two reports of health. Throws ConfigError. */
export function healthSeconds(env: Readonly<Record<string, string | undefined>>): number {
  const seconds = Number(env.STOA_HEALTH_SECONDS || 30);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 300)
    throw new ConfigError('STOA_HEALTH_SECONDS must be a whole number from 1 to 300');
  return seconds;
}
