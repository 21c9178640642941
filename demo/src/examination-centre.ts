// SPDX-License-Identifier: Apache-2.0
/** The examination centre of the Ministry of Education: examines tradespeople and tells their points, from its mailbox. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { informationTypes, localDate, subsystems, validSnils } from '@stoa/country-xm';
import type { DepartmentOptions } from './education.ts';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

const parts = ['both', 'theory', 'practice'];
const enough = 76;

/**
 * Points of 100 in the parts asked for. Everybody passes but who takes both parts as a hairdresser: that one lacks a few
 * points in practice, and passes when the practice is taken again. FAILURE for content that is no request.
 */
export function examine(content: unknown, today: string): Answer {
  const { snils, trade, part } = (content ?? {}) as Record<string, unknown>;
  if (!validSnils(String(snils)) || typeof trade !== 'string' || !parts.includes(String(part)))
    return { rejection: { code: 'FAILURE', description: 'Give a valid snils, the trade and which part.' } };
  const luck = createHash('sha256')
    .update(`${String(snils)} ${trade}`)
    .digest();
  const theory = enough + (luck.readUInt8(0) % 24);
  const practice = part === 'both' && trade === 'hairdresser' ? 55 : enough + (luck.readUInt8(1) % 24);
  return {
    content: {
      ...{ absent: false, heldOn: today },
      ...(part === 'practice' ? {} : { theory }),
      ...(part === 'theory' ? {} : { practice }),
    },
  };
}

/** Polls the connector for exams. */
export const startExaminationCentre = (options: DepartmentOptions): Promise<RunningService> =>
  startMailboxWorker({
    connectorUrl: options.connectorUrl,
    connectorToken: options.connectorToken,
    subsystem: subsystems.diplomas,
    type: informationTypes.examination,
    journalPath: join(options.dataDir, 'examinations.jsonl'),
    port: options.port ?? 0,
    answerDelayMs: options.answerDelayMs ?? 500,
    pollMs: options.pollMs ?? 500,
    answer: (content) => examine(content, localDate(new Date())),
  });

/** Settings: EDUCATION_CONNECTOR_URL, EDUCATION_CONNECTOR_TOKEN, EXAMINATION_CENTRE_PORT (4722), EXAMINATION_CENTRE_ANSWER_DELAY_MS (500), DEMO_DATA. */
export const examinationCentre = () =>
  startExaminationCentre({
    connectorToken: process.env.EDUCATION_CONNECTOR_TOKEN,
    connectorUrl: text('EDUCATION_CONNECTOR_URL', 'http://127.0.0.1:4804'),
    dataDir: dataFolder(),
    port: portNumber('EXAMINATION_CENTRE_PORT', 4722),
    answerDelayMs: wholeNumber('EXAMINATION_CENTRE_ANSWER_DELAY_MS', 500),
  });

if (import.meta.main) await runProgram(async () => ({ examinationCentre: await examinationCentre() }));
