// SPDX-License-Identifier: Apache-2.0
/** What the platform says of a file that anybody hands in. */
import type { FileReport } from '@stoa/kernel/asic';
import { expect } from 'vitest';
import * as contract from '../src/contract.ts';

export async function reportOf(url: string, bytes: Uint8Array): Promise<FileReport> {
  const answer = await fetch(`${url}${contract.verifyPath}`, { method: 'POST', body: Uint8Array.from(bytes) });
  expect(answer.status).toBe(200);
  return (await answer.json()) as FileReport;
}

/** What is wrong or open, in order. */
export const states = ({ findings, signatures }: FileReport): string[] =>
  [...findings, ...signatures.flatMap((one) => one.findings)]
    .filter(({ state }) => state === 'bad' || state === 'open')
    .map(({ code, state, params }) => [code, state, params.why].filter(Boolean).join(' '));
