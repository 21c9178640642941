// SPDX-License-Identifier: Apache-2.0
/** The diploma register of the Ministry of Education, working from its mailbox. */
import { join } from 'node:path';
import { findDiploma, informationTypes, subsystems, validSnils } from '@stoa/country-xm';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

export interface DepartmentOptions {
  /** The department's own connector. */
  readonly connectorUrl: string;
  /** With what it knows this system. */
  readonly connectorToken?: string | undefined;
  /** Folder of the answers given. */
  readonly dataDir: string;
  /** Of the status page; any free one when missing. */
  readonly port?: number;
  /** 1,500 when missing. */
  readonly answerDelayMs?: number;
  /** 500 when missing. */
  readonly pollMs?: number;
}

interface DiplomaCheck {
  readonly snils: string;
  readonly nameLatin: string;
  readonly birthOn: string;
  readonly diplomaNumber: string;
}

const isDiplomaCheck = (content: unknown): content is DiplomaCheck => {
  const { snils, nameLatin, birthOn, diplomaNumber } = (content ?? {}) as Record<string, unknown>;
  return (
    [snils, nameLatin, birthOn, diplomaNumber].every((value) => typeof value === 'string') && validSnils(String(snils))
  );
};

/** Answers with the diploma, or rejects: NO_DATA for one not in the register, FAILURE for content that is no request. */
export function checkDiploma(content: unknown): Answer {
  if (!isDiplomaCheck(content))
    return {
      rejection: {
        code: 'FAILURE',
        description: 'Give snils, nameLatin, birthOn and diplomaNumber; the SNILS must be valid.',
      },
    };
  const diploma = findDiploma(content.snils, content.diplomaNumber.trim());
  if (diploma?.birthOn !== content.birthOn || diploma.nameLatin !== content.nameLatin)
    return { rejection: { code: 'NO_DATA', description: 'The register has no such diploma of this person.' } };
  const { diplomaNumber, institution, qualification, level, graduatedOn } = diploma;
  return { content: { found: true, diplomaNumber, institution, qualification, level, graduatedOn } };
}

/** Polls the connector for diploma checks and answers them. */
export const startEducation = (options: DepartmentOptions): Promise<RunningService> =>
  startMailboxWorker({
    connectorUrl: options.connectorUrl,
    connectorToken: options.connectorToken,
    subsystem: subsystems.diplomas,
    type: informationTypes.diplomaCheck,
    journalPath: join(options.dataDir, 'education.jsonl'),
    port: options.port ?? 0,
    answerDelayMs: options.answerDelayMs ?? 1_500,
    pollMs: options.pollMs ?? 500,
    answer: checkDiploma,
  });

/** Settings: EDUCATION_CONNECTOR_URL, EDUCATION_CONNECTOR_TOKEN, EDUCATION_PORT (4703), EDUCATION_ANSWER_DELAY_MS (1500), DEMO_DATA. */
export const education = () =>
  startEducation({
    connectorToken: process.env.EDUCATION_CONNECTOR_TOKEN,
    connectorUrl: text('EDUCATION_CONNECTOR_URL', 'http://127.0.0.1:4804'),
    dataDir: dataFolder(),
    port: portNumber('EDUCATION_PORT', 4703),
    answerDelayMs: wholeNumber('EDUCATION_ANSWER_DELAY_MS', 1_500),
  });

if (import.meta.main) await runProgram(async () => ({ education: await education() }));
