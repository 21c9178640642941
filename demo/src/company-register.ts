// SPDX-License-Identifier: Apache-2.0
/** The company register of the Companies Agency: a legacy SOAP 1.1 service with names and codes of its own age. */
import { join } from 'node:path';
import {
  companiesDirectedBy,
  type Company,
  companyByInn,
  parseSnils,
  validOrganisationInn,
  validSnils,
} from '@stoa/country-xm';
import { Type } from 'typebox';
import { type CompanyChanges, type CompanyChangesOptions, openCompanyChanges } from './company-changes.ts';
import { addOutageSwitch, type LatencyOptions } from './outage.ts';
import { companyList, companyRecord } from './company-record.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';
import { fault, readSoapRequest, SoapFault, type SoapRequest } from './soap.ts';
import { companyRegisterWsdl } from './wsdl.ts';

export interface CompanyRegisterOptions extends LatencyOptions {
  readonly port?: number;
  /** Where clerks' changes are kept, and the connector that tells of them; without, the register never changes. */
  readonly changes?: CompanyChangesOptions;
}

/**
 * `POST /soap` with the operations GetCompanyByInn and FindCompaniesByDirector; `GET /soap?wsdl` describes them. Errors
 * are SOAP faults, which SOAP 1.1 (section 6.2) sends with status 500, whoever is at fault. `PUT /companies/{inn}/address
 * {address}` is the clerks' own way to move a company.
 */
export async function startCompanyRegister(options: CompanyRegisterOptions = {}): Promise<RunningService> {
  const app = newServer();
  const { changes: where } = options;
  const changes = where && openCompanyChanges(where);
  const moved = (company: Company) => ({ ...company, address: changes?.address(company.inn) ?? company.address });
  addOutageSwitch(app, options);
  app.addContentTypeParser(['text/xml', 'application/xml'], { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  );
  app.get('/health', () => ({ status: 'up' }));
  app.get<{ Querystring: Record<string, unknown> }>('/soap', (request, reply) => {
    if (!('wsdl' in request.query))
      return reply.code(405).header('allow', 'POST').send('Ask for ?wsdl or send a SOAP message.');
    return reply.type('text/xml; charset=utf-8').send(companyRegisterWsdl(`http://${request.host}/soap`));
  });
  app.post<{ Body: unknown }>('/soap', (request, reply) => {
    reply.type('text/xml; charset=utf-8');
    try {
      if (typeof request.body !== 'string') throw new SoapFault('Client', 'PUSTOE_SOOBSCHENIE', 'Нет текста XML');
      return reply.send(answer(readSoapRequest(request.body), moved));
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      return reply.code(500).send(fault(error));
    }
  });
  if (changes) addClerks(app, changes);
  const server = await listen(app, options.port ?? 0);
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await changes?.close();
    },
  };
}

function addClerks(app: ReturnType<typeof newServer>, changes: CompanyChanges): void {
  const body = Type.Object({ address: Type.String({ minLength: 1, maxLength: 200 }) }, { additionalProperties: false });
  app.put<{ Params: { inn: string }; Body: { address: string } }>(
    '/companies/:inn/address',
    { schema: { body } },
    (request, reply) => {
      const { inn } = request.params;
      if (!companyByInn(inn)) return sendProblem(reply, 404, 'register.company-unknown', 'There is no such company.');
      return reply.code(200).send(changes.move(inn, request.body.address));
    },
  );
}

function answer(request: SoapRequest, moved: (company: Company) => Company): string {
  switch (request.operation) {
    case 'GetCompanyByInn': {
      const inn = request.parameter('INN');
      if (!validOrganisationInn(inn))
        throw new SoapFault('Client', 'NEVERNYI_INN', 'ИНН не прошёл проверку контрольного числа');
      const company = companyByInn(inn);
      if (!company) throw new SoapFault('Client', 'NE_NAIDENO', 'Организация с таким ИНН не найдена');
      return companyRecord(moved(company));
    }
    case 'FindCompaniesByDirector': {
      const snils = parseSnils(request.parameter('SNILS'));
      if (!validSnils(snils))
        throw new SoapFault('Client', 'NEVERNYI_SNILS', 'СНИЛС не прошёл проверку контрольного числа');
      return companyList(companiesDirectedBy(snils).map(moved));
    }
    default:
      throw new SoapFault(
        'Client',
        'NEIZVESTNAYA_OPERACIYA',
        `Операция ${request.operation.slice(0, 60)} не поддерживается`,
      );
  }
}

/** Settings: COMPANY_REGISTER_PORT (4701), COMPANY_REGISTER_LATENCY_MS (30), COMPANIES_CONNECTOR_URL, COMPANIES_CONNECTOR_TOKEN, DEMO_DATA. */
export const companyRegister = () =>
  startCompanyRegister({
    port: portNumber('COMPANY_REGISTER_PORT', 4701),
    latencyMs: wholeNumber('COMPANY_REGISTER_LATENCY_MS', 30),
    changes: {
      path: join(dataFolder(), 'company-changes.jsonl'),
      connectorToken: process.env.COMPANIES_CONNECTOR_TOKEN,
      connectorUrl: text('COMPANIES_CONNECTOR_URL', 'http://127.0.0.1:4802'),
    },
  });

if (import.meta.main) await runProgram(async () => ({ companyRegister: await companyRegister() }));
