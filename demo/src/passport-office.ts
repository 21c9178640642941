// SPDX-License-Identifier: Apache-2.0
/** The passport office of the Ministry of the Interior: makes lost passports invalid and makes new ones, from its mailbox. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { informationTypes, subsystems, validSnils } from '@stoa/country-xm';
import type { DepartmentOptions } from './education.ts';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

const deeds = ['look', 'cancel', 'make'];

/**
 * To look and to cancel: whether a court forbids to leave, and how many passports were lost in five years. A number that
 * ends in 7 was the third one. To make: the number of the new passport. FAILURE for anything else.
 */
export function keepPassports(content: unknown): Answer {
  const { do: deed, snils, number } = (content ?? {}) as Record<string, unknown>;
  if (!deeds.includes(String(deed)) || !validSnils(String(snils)))
    return { rejection: { code: 'FAILURE', description: 'Say look, cancel or make, and give a valid SNILS.' } };
  if (deed !== 'make')
    return {
      content: {
        ...{ travelBan: false, cancelled: deed === 'cancel' },
        earlierLosses: String(number ?? '').endsWith('7') ? 2 : 0,
      },
    };
  const digest = createHash('sha256')
    .update(`${String(snils)} ${String(number ?? '')}`)
    .digest();
  return { content: { number: `PM${String(digest.readUInt32BE(0) % 10_000_000).padStart(7, '0')}` } };
}

/** Polls the connector for what is to be done with passports. */
export const startPassportOffice = (options: DepartmentOptions): Promise<RunningService> =>
  startMailboxWorker({
    connectorUrl: options.connectorUrl,
    connectorToken: options.connectorToken,
    subsystem: subsystems.population,
    type: informationTypes.passport,
    journalPath: join(options.dataDir, 'passports.jsonl'),
    port: options.port ?? 0,
    answerDelayMs: options.answerDelayMs ?? 500,
    pollMs: options.pollMs ?? 500,
    answer: keepPassports,
  });

/** Settings: PASSPORT_OFFICE_CONNECTOR_URL, PASSPORT_OFFICE_CONNECTOR_TOKEN, PASSPORT_OFFICE_PORT (4720), PASSPORT_OFFICE_ANSWER_DELAY_MS (500), DEMO_DATA. */
export const passportOffice = () =>
  startPassportOffice({
    connectorToken: process.env.PASSPORT_OFFICE_CONNECTOR_TOKEN,
    connectorUrl: text('PASSPORT_OFFICE_CONNECTOR_URL', 'http://127.0.0.1:4803'),
    dataDir: dataFolder(),
    port: portNumber('PASSPORT_OFFICE_PORT', 4720),
    answerDelayMs: wholeNumber('PASSPORT_OFFICE_ANSWER_DELAY_MS', 500),
  });

if (import.meta.main) await runProgram(async () => ({ passportOffice: await passportOffice() }));
