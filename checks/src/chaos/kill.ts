// SPDX-License-Identifier: Apache-2.0
/** Which processes belong to the platform under test, and the end of one of them. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceManager } from './service-manager.ts';

export const victims = [
  'platform server',
  'demo programs',
  'connectors',
  'PostgreSQL postmaster',
  'PostgreSQL backend',
] as const;
export type Victim = (typeof victims)[number];

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
const childrenOf = (pid: number): number[] =>
  read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
const commandOf = (pid: number): string => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');

/** A process that ended has no command line any more, collected by its parent or not. */
export const lives = (pid: number): boolean => commandOf(pid) !== '';

function postmaster(dataDir: string): number | undefined {
  const moved = join(dataDir, 'postgres.location');
  const cluster = existsSync(moved) ? read(moved).trim() : join(dataDir, 'postgres');
  const pid = Number(read(join(cluster, 'postmaster.pid')).split('\n')[0]);
  return pid && commandOf(pid).includes(cluster) ? pid : undefined;
}

const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(Math.random() * from.length)];

function pidOf(victim: Victim, manager: ServiceManager): number | undefined {
  const companion = (script: string) => childrenOf(manager.pid ?? 0).find((pid) => commandOf(pid).includes(script));
  switch (victim) {
    case 'platform server':
      return manager.pid;
    case 'demo programs':
      return companion('demo/src/main.ts');
    case 'connectors':
      return companion('apps/connector/src/main.ts');
    case 'PostgreSQL postmaster':
      return postmaster(manager.dataDir);
    case 'PostgreSQL backend':
      return pick(childrenOf(postmaster(manager.dataDir) ?? 0).filter((pid) => commandOf(pid).includes('127.0.0.1(')));
  }
}

/** A server that never comes up shows nothing: while it starts it is mostly spared. */
const killedWhileStarting = 0.2;

/** Kills a process of a random kind; undefined when none of that kind lives at this moment. */
export function killOne(manager: ServiceManager): { victim: Victim; pid: number } | undefined {
  const victim = pick(victims);
  if (!victim) return undefined;
  if (victim === 'platform server' && !manager.hasServed && Math.random() > killedWhileStarting) return undefined;
  const pid = pidOf(victim, manager);
  if (!pid) return undefined;
  process.kill(pid, 'SIGKILL');
  return { victim, pid };
}
