// SPDX-License-Identifier: Apache-2.0
/** Settings of the demo's programs: environment variables, each with a default. */
import { join } from 'node:path';

/** A whole number from 0 on; throws an error that names the variable otherwise. */
export function wholeNumber(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`${name} must be a whole number from 0 on, not "${text}"`);
  return value;
}

/** A TCP port; 0 takes any free one. */
export function portNumber(name: string, fallback: number): number {
  const value = wholeNumber(name, fallback);
  if (value > 65_535) throw new Error(`${name} must be a port from 0 to 65535, not "${value}"`);
  return value;
}

export const text = (name: string, fallback: string): string => process.env[name] || fallback;

/** A secret that no source knows; throws an error that names the variable when it is missing. */
export function secret(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must be set: a secret that both sides know`);
  return value;
}

/** Folder in which the demo's programs keep what must survive a restart. */
export const dataFolder = (): string => text('DEMO_DATA', join(text('STOA_DATA', 'data'), 'demo'));
