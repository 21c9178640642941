// SPDX-License-Identifier: Apache-2.0
/** Criminal records of the Ministry of the Interior, working from its mailbox. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { criminalRecordOf, informationTypes, localDate, personBySnils, subsystems } from '@stoa/country-xm';
import type { DepartmentOptions } from './education.ts';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

/** The certificate; rejects with NO_DATA for somebody unknown, FAILURE for content that is no request. */
export function checkCriminalRecord(content: unknown, today: string): Answer {
  const { snils, nameLatin, birthOn } = (content ?? {}) as Record<string, unknown>;
  if (typeof snils !== 'string' || typeof nameLatin !== 'string' || typeof birthOn !== 'string')
    return { rejection: { code: 'FAILURE', description: 'Give snils, nameLatin and birthOn as text.' } };
  const person = personBySnils(snils);
  if (person?.birthOn !== birthOn || person.nameLatin !== nameLatin)
    return { rejection: { code: 'NO_DATA', description: 'Nobody with these data is registered.' } };
  const record = criminalRecordOf(snils);
  const serial = createHash('sha256').update(`${snils} ${today}`).digest().readUInt32BE(0) % 1_000_000;
  const certificateNo = `CR-${today.slice(0, 4)}-${String(serial).padStart(6, '0')}`;
  return {
    content: { clear: record === undefined, certificateNo, issuedOn: today, ...(record && { note: record.note }) },
  };
}

/** Polls the connector for criminal-record checks and answers them. */
export const startPolice = (options: DepartmentOptions): Promise<RunningService> =>
  startMailboxWorker({
    connectorUrl: options.connectorUrl,
    connectorToken: options.connectorToken,
    subsystem: subsystems.police,
    type: informationTypes.criminalRecord,
    journalPath: join(options.dataDir, 'police.jsonl'),
    port: options.port ?? 0,
    answerDelayMs: options.answerDelayMs ?? 1_500,
    pollMs: options.pollMs ?? 500,
    answer: (content) => checkCriminalRecord(content, localDate(new Date())),
  });

/** Settings: POLICE_CONNECTOR_URL, POLICE_CONNECTOR_TOKEN, POLICE_PORT (4704), POLICE_ANSWER_DELAY_MS (1500), DEMO_DATA. */
export const police = () =>
  startPolice({
    connectorToken: process.env.POLICE_CONNECTOR_TOKEN,
    connectorUrl: text('POLICE_CONNECTOR_URL', 'http://127.0.0.1:4803'),
    dataDir: dataFolder(),
    port: portNumber('POLICE_PORT', 4704),
    answerDelayMs: wholeNumber('POLICE_ANSWER_DELAY_MS', 1_500),
  });

if (import.meta.main) await runProgram(async () => ({ police: await police() }));
