// SPDX-License-Identifier: Apache-2.0
/** The register of foreign workers of the Ministry of Labour: permits by employer, and quotas. REST and JSON. */
import { findForeignWorkerPermit, quotaLeft, validOrganisationInn } from '@stoa/country-xm';
import { addOutageSwitch, type LatencyOptions } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { portNumber } from './settings.ts';

export interface ForeignWorkerRegisterOptions extends LatencyOptions {
  readonly port?: number;
}

/**
 * `GET /permits/{inn}/{number}`: the permit of that employer; 400 for an INN that cannot exist, 404 for no such permit.
 * `GET /quotas/{region}/{occupation}`: `{ left }`; 404 for a region or an ISCO-08 unit group that does not exist.
 */
export async function startForeignWorkerRegister(options: ForeignWorkerRegisterOptions = {}): Promise<RunningService> {
  const app = newServer();
  addOutageSwitch(app, options);
  app.get('/health', () => ({ status: 'up' }));
  app.get<{ Params: { inn: string; number: string } }>('/permits/:inn/:number', (request, reply) => {
    const { inn, number } = request.params;
    if (!validOrganisationInn(inn))
      return sendProblem(reply, 400, 'foreigners.inn-malformed', 'Give an INN of 10 digits with its control digit.');
    const found = findForeignWorkerPermit(inn, number);
    return found
      ? reply.send(found)
      : sendProblem(reply, 404, 'foreigners.permit-unknown', 'This employer has no permit of this number.');
  });
  app.get<{ Params: { region: string; occupation: string } }>('/quotas/:region/:occupation', (request, reply) => {
    const { region, occupation } = request.params;
    const left = quotaLeft(region, occupation);
    return left === undefined
      ? sendProblem(reply, 404, 'foreigners.quota-unknown', 'There is no such region, or no such ISCO-08 unit group.')
      : reply.send({ region, occupation, left });
  });
  return listen(app, options.port ?? 0);
}

/** Settings: FOREIGN_WORKER_REGISTER_PORT (4718). */
export const foreignWorkerRegister = () =>
  startForeignWorkerRegister({ port: portNumber('FOREIGN_WORKER_REGISTER_PORT', 4718) });

if (import.meta.main) await runProgram(async () => ({ foreignWorkerRegister: await foreignWorkerRegister() }));
