// SPDX-License-Identifier: Apache-2.0
/** The population register of the Ministry of the Interior: REST and JSON; births are entered from its mailbox. */
import { join } from 'node:path';
import { familyOf, informationTypes, personBySnils, subsystems, validSnils } from '@stoa/country-xm';
import { openAppendFile } from './append-file.ts';
import { type BirthEntry, birthsFrom } from './births.ts';
import type { DepartmentOptions } from './education.ts';
import { startMailboxWorker } from './mailbox-worker.ts';
import { addOutageSwitch, type LatencyOptions } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

interface Unknown {
  readonly code: string;
  readonly detail: string;
}

export interface PopulationRegisterOptions extends LatencyOptions {
  readonly port?: number;
  /** Where births are entered from; without it none are. */
  readonly mailbox?: DepartmentOptions;
}

/**
 * `GET /persons/{snils}`: the person; 400 for a number that cannot exist, 404 for one nobody has.
 * `GET /families/{snils}`: `{ members }` of the person's family; 404 where none is entered.
 */
export async function startPopulationRegister(options: PopulationRegisterOptions = {}): Promise<RunningService> {
  const { mailbox } = options;
  const file = mailbox && openAppendFile<BirthEntry>(join(mailbox.dataDir, 'births.jsonl'));
  const births = birthsFrom(file?.earlier ?? [], (entry) => file?.append(entry));
  const family = (snils: string) => {
    const members = [...(familyOf(snils) ?? []), ...births.childrenOf(snils)];
    return members.length > 0 ? { members } : undefined;
  };
  const app = newServer();
  addOutageSwitch(app, options);
  app.get('/health', () => ({ status: 'up' }));
  const entry = (path: string, find: (snils: string) => unknown, unknown: Unknown) =>
    app.get<{ Params: { snils: string } }>(`${path}/:snils`, (request, reply) => {
      const { snils } = request.params;
      if (!validSnils(snils))
        return sendProblem(
          reply,
          400,
          'population.snils-malformed',
          'Give a SNILS of 11 digits with its right control number.',
        );
      const found = find(snils);
      return found ? reply.send(found) : sendProblem(reply, 404, unknown.code, unknown.detail);
    });
  entry('/persons', (snils) => personBySnils(snils) ?? births.find(snils), {
    code: 'population.person-unknown',
    detail: 'The register has nobody with this SNILS.',
  });
  entry('/families', family, {
    code: 'population.family-unknown',
    detail: 'The register has no family of the person with this SNILS.',
  });
  const worker =
    mailbox &&
    (await startMailboxWorker({
      ...{ connectorUrl: mailbox.connectorUrl, connectorToken: mailbox.connectorToken, port: 0 },
      ...{ subsystem: subsystems.population, type: informationTypes.birthEntry, answer: births.enter },
      journalPath: join(mailbox.dataDir, 'birth-answers.jsonl'),
      ...{ answerDelayMs: mailbox.answerDelayMs ?? 500, pollMs: mailbox.pollMs ?? 500 },
    }));
  const server = await listen(app, options.port ?? 0);
  return {
    url: server.url,
    close: async () => {
      await Promise.all([server.close(), worker?.close()]);
      file?.close();
    },
  };
}

/** Settings: POPULATION_REGISTER_PORT (4702), POPULATION_REGISTER_LATENCY_MS (0), POPULATION_REGISTER_CONNECTOR_URL, POPULATION_REGISTER_CONNECTOR_TOKEN, DEMO_DATA. */
export const populationRegister = () =>
  startPopulationRegister({
    port: portNumber('POPULATION_REGISTER_PORT', 4702),
    latencyMs: wholeNumber('POPULATION_REGISTER_LATENCY_MS', 0),
    mailbox: {
      connectorToken: process.env.POPULATION_REGISTER_CONNECTOR_TOKEN,
      connectorUrl: text('POPULATION_REGISTER_CONNECTOR_URL', 'http://127.0.0.1:4803'),
      dataDir: dataFolder(),
    },
  });

if (import.meta.main) await runProgram(async () => ({ populationRegister: await populationRegister() }));
