// SPDX-License-Identifier: Apache-2.0
/** The register of foreign workers of the Ministry of Labour: permits by employer, and quotas. REST and JSON; permits are entered from its mailbox. */
import { join } from 'node:path';
import { informationTypes, quotaLeft, subsystems, validOrganisationInn } from '@stoa/country-xm';
import { openAppendFile } from './append-file.ts';
import type { DepartmentOptions } from './education.ts';
import { startMailboxWorker } from './mailbox-worker.ts';
import { type PermitEntry, permitsFrom } from './permit-entries.ts';
import { addOutageSwitch, type LatencyOptions } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, text } from './settings.ts';

export interface ForeignWorkerRegisterOptions extends LatencyOptions {
  readonly port?: number;
  /** Where permits are entered from; without it none are. */
  readonly mailbox?: DepartmentOptions;
}

/**
 * `GET /permits/{inn}/{number}`: the permit of that employer; 400 for an INN that cannot exist, 404 for no such permit.
 * `GET /permits/workers/{snils}/{number}`: the permit of that worker; 404 for no such permit.
 * `GET /quotas/{region}/{occupation}`: `{ left }`; 404 for a region or an ISCO-08 unit group that does not exist.
 */
export async function startForeignWorkerRegister(options: ForeignWorkerRegisterOptions = {}): Promise<RunningService> {
  const { mailbox } = options;
  const file = mailbox && openAppendFile<PermitEntry>(join(mailbox.dataDir, 'permits.jsonl'));
  const permits = permitsFrom(file?.earlier ?? [], (entry) => file?.append(entry));
  const app = newServer();
  addOutageSwitch(app, options);
  app.get('/health', () => ({ status: 'up' }));
  app.get<{ Params: { inn: string; number: string } }>('/permits/:inn/:number', (request, reply) => {
    const { inn, number } = request.params;
    if (!validOrganisationInn(inn))
      return sendProblem(reply, 400, 'foreigners.inn-malformed', 'Give an INN of 10 digits with its control digit.');
    const found = permits.find(inn, number);
    return found
      ? reply.send(found)
      : sendProblem(reply, 404, 'foreigners.permit-unknown', 'This employer has no permit of this number.');
  });
  app.get<{ Params: { snils: string; number: string } }>('/permits/workers/:snils/:number', (request, reply) => {
    const { snils, number } = request.params;
    const found = permits.ofWorker(snils, number);
    return found
      ? reply.send(found)
      : sendProblem(reply, 404, 'foreigners.permit-unknown', 'This worker has no permit of this number.');
  });
  app.get<{ Params: { region: string; occupation: string } }>('/quotas/:region/:occupation', (request, reply) => {
    const { region, occupation } = request.params;
    const left = quotaLeft(region, occupation);
    return left === undefined
      ? sendProblem(reply, 404, 'foreigners.quota-unknown', 'There is no such region, or no such ISCO-08 unit group.')
      : reply.send({ region, occupation, left });
  });
  const worker =
    mailbox &&
    (await startMailboxWorker({
      ...{ connectorUrl: mailbox.connectorUrl, connectorToken: mailbox.connectorToken, port: 0 },
      ...{ subsystem: subsystems.foreigners, type: informationTypes.permitEntry, answer: permits.enter },
      journalPath: join(mailbox.dataDir, 'permit-answers.jsonl'),
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

/** Settings: FOREIGN_WORKER_REGISTER_PORT (4718), FOREIGN_WORKER_REGISTER_CONNECTOR_URL, FOREIGN_WORKER_REGISTER_CONNECTOR_TOKEN, DEMO_DATA. */
export const foreignWorkerRegister = () =>
  startForeignWorkerRegister({
    port: portNumber('FOREIGN_WORKER_REGISTER_PORT', 4718),
    mailbox: {
      connectorToken: process.env.FOREIGN_WORKER_REGISTER_CONNECTOR_TOKEN,
      connectorUrl: text('FOREIGN_WORKER_REGISTER_CONNECTOR_URL', 'http://127.0.0.1:4819'),
      dataDir: dataFolder(),
    },
  });

if (import.meta.main) await runProgram(async () => ({ foreignWorkerRegister: await foreignWorkerRegister() }));
