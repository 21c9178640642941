// SPDX-License-Identifier: Apache-2.0
/** What processes use, as Linux counts it in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports processor time in hundredths of a second whatever the kernel's own tick (proc(5), USER_HZ). */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** Seconds in user and system mode, of ended children too. */
  readonly cpuSeconds: number;
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), cpuSeconds: ticks / ticksPerSecond };
  } catch {
    return undefined;
  }
}

/** The process and all that descend from it. */
export function family(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat) parents.set(Number(name), stat.parent);
  }
  const members = [pid];
  for (const member of members) for (const [child, parent] of parents) if (parent === member) members.push(child);
  return members;
}

/** Processor seconds the family has used so far. */
export const cpuSecondsOf = (pid: number): number =>
  family(pid).reduce((sum, member) => sum + (statOf(member)?.cpuSeconds ?? 0), 0);

/** Processor seconds of the process alone and of those children of it that have ended. */
export const ownCpuSecondsOf = (pid: number): number => statOf(pid)?.cpuSeconds ?? 0;

/** Proportional memory of the family, MB (10^6 bytes): shared pages count in parts, so that sums are honest. */
export const pssMegabytesOf = (pid: number): number =>
  family(pid).reduce((sum, member) => sum + pssBytes(member), 0) / 1e6;

function pssBytes(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Processor seconds each named process uses while `work` runs. */
export async function usageDuring<R>(
  processes: Readonly<Record<string, number>>,
  work: () => Promise<R>,
): Promise<{ result: R; cpuSeconds: Record<string, number> }> {
  const measure = () => Object.entries(processes).map(([name, pid]) => [name, cpuSecondsOf(pid)] as const);
  const before = new Map(measure());
  const result = await work();
  const used = measure().map(([name, seconds]) => [name, seconds - (before.get(name) ?? 0)] as const);
  return { result, cpuSeconds: Object.fromEntries(used) };
}
