// SPDX-License-Identifier: Apache-2.0
/** The population register of the Ministry of the Interior: REST and JSON. */
import { personBySnils, validSnils } from '@stoa/country-xm';
import { addOutageSwitch, type LatencyOptions } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { portNumber, wholeNumber } from './settings.ts';

export interface PopulationRegisterOptions extends LatencyOptions {
  readonly port?: number;
}

/** `GET /persons/{snils}`: the person; 400 for a number that cannot exist, 404 for one nobody has. */
export async function startPopulationRegister(options: PopulationRegisterOptions = {}): Promise<RunningService> {
  const app = newServer();
  addOutageSwitch(app, options);
  app.get('/health', () => ({ status: 'up' }));
  app.get<{ Params: { snils: string } }>('/persons/:snils', (request, reply) => {
    const { snils } = request.params;
    if (!validSnils(snils))
      return sendProblem(
        reply,
        400,
        'population.snils-malformed',
        'Give a SNILS of 11 digits with its right control number.',
      );
    const person = personBySnils(snils);
    if (!person)
      return sendProblem(reply, 404, 'population.person-unknown', 'The register has nobody with this SNILS.');
    return reply.send(person);
  });
  return listen(app, options.port ?? 0);
}

/** Settings: POPULATION_REGISTER_PORT (4702), POPULATION_REGISTER_LATENCY_MS (0). */
export const populationRegister = () =>
  startPopulationRegister({
    port: portNumber('POPULATION_REGISTER_PORT', 4702),
    latencyMs: wholeNumber('POPULATION_REGISTER_LATENCY_MS', 0),
  });

if (import.meta.main) await runProgram(async () => ({ populationRegister: await populationRegister() }));
