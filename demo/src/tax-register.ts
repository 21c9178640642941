// SPDX-License-Identifier: Apache-2.0
/** The Tax Service: debts behind an RPC-like HTTP interface of its own, and land transfers taxed from its mailbox. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  companyByInn,
  informationTypes,
  localDate,
  subsystems,
  validOrganisationInn,
  validSnils,
} from '@stoa/country-xm';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { addOutageSwitch } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

export interface TaxRegisterOptions {
  readonly connectorUrl: string;
  /** With what it knows this system. */
  readonly connectorToken?: string | undefined;
  /** Folder of the answers given. */
  readonly dataDir: string;
  readonly apiKey: string;
  readonly port?: number;
  readonly answerDelayMs?: number;
  readonly pollMs?: number;
}

/** `POST /rpc/GetDebt {tin}` with `X-Api-Key`: `{ rc: 0, debt }`, rc 17 for an unknown taxpayer, rc 3 for no INN. */
export async function startTaxRegister(options: TaxRegisterOptions): Promise<RunningService> {
  const app = newServer();
  addOutageSwitch(app, {});
  app.get('/health', () => ({ status: 'up' }));
  app.post<{ Body: { tin?: unknown } | null }>('/rpc/GetDebt', (request, reply) => {
    if (request.headers['x-api-key'] !== options.apiKey)
      return sendProblem(reply, 401, 'tax.key-refused', 'Give the key in X-Api-Key.');
    const tin = String(request.body?.tin ?? '');
    if (!validOrganisationInn(tin)) return reply.send({ rc: 3, msg: 'TIN?' });
    const company = companyByInn(tin);
    if (!company) return reply.send({ rc: 17, msg: 'NOT FOUND' });
    const amount = company.taxDebt ? createHash('sha256').update(tin).digest().readUInt32BE(0) % 5_000_000 : 0;
    const asof = localDate(new Date()).replaceAll('-', '');
    return reply.send({ rc: 0, debt: { tin, amt: (amount / 100).toFixed(2), cur: 'EUR', asof } });
  });
  const server = await listen(app, options.port ?? 0);
  const mailbox = await startMailboxWorker({
    connectorUrl: options.connectorUrl,
    connectorToken: options.connectorToken,
    subsystem: subsystems.taxes,
    type: informationTypes.landTransfer,
    journalPath: join(options.dataDir, 'land-taxes.jsonl'),
    port: 0,
    answerDelayMs: options.answerDelayMs ?? 200,
    pollMs: options.pollMs ?? 1_000,
    answer: taxTransfer,
  });
  return {
    url: server.url,
    close: async () => {
      await mailbox.close();
      await server.close();
    },
  };
}

/** Two percent of the price, due 30 days after the registration; FAILURE for a buyer who cannot exist. */
export function taxTransfer(content: unknown): Answer {
  const { buyerSnils, priceMinor, registeredOn } = (content ?? {}) as Record<string, unknown>;
  if (typeof priceMinor !== 'number' || typeof registeredOn !== 'string' || !validSnils(String(buyerSnils)))
    return { rejection: { code: 'FAILURE', description: 'The SNILS of the buyer, the price or the date is wrong.' } };
  const due = new Date(Date.parse(registeredOn) + 30 * 86_400_000);
  return { content: { taxMinor: Math.round(priceMinor * 0.02), dueOn: due.toISOString().slice(0, 10) } };
}

/** Settings: TAX_CONNECTOR_URL, TAX_CONNECTOR_TOKEN, TAX_REGISTER_PORT (4709), TAX_REGISTER_KEY, TAX_ANSWER_DELAY_MS (200), DEMO_DATA. */
export const taxRegister = () =>
  startTaxRegister({
    connectorToken: process.env.TAX_CONNECTOR_TOKEN,
    connectorUrl: text('TAX_CONNECTOR_URL', 'http://127.0.0.1:4808'),
    dataDir: dataFolder(),
    apiKey: text('TAX_REGISTER_KEY', 'demo-tax-key'),
    port: portNumber('TAX_REGISTER_PORT', 4709),
    answerDelayMs: wholeNumber('TAX_ANSWER_DELAY_MS', 200),
  });

if (import.meta.main) await runProgram(async () => ({ taxRegister: await taxRegister() }));
