// SPDX-License-Identifier: Apache-2.0
/** The population register of the Ministry of the Interior: REST and JSON. */
import { familyOf, personBySnils, validSnils } from '@stoa/country-xm';
import { addOutageSwitch, type LatencyOptions } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { portNumber, wholeNumber } from './settings.ts';

interface Unknown {
  readonly code: string;
  readonly detail: string;
}

export interface PopulationRegisterOptions extends LatencyOptions {
  readonly port?: number;
}

/**
 * `GET /persons/{snils}`: the person; 400 for a number that cannot exist, 404 for one nobody has.
 * `GET /families/{snils}`: `{ members }` of the person's family; 404 where none is entered.
 */
export async function startPopulationRegister(options: PopulationRegisterOptions = {}): Promise<RunningService> {
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
  entry('/persons', personBySnils, {
    code: 'population.person-unknown',
    detail: 'The register has nobody with this SNILS.',
  });
  entry('/families', (snils) => (familyOf(snils) ? { members: familyOf(snils) } : undefined), {
    code: 'population.family-unknown',
    detail: 'The register has no family of the person with this SNILS.',
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
