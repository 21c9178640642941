// SPDX-License-Identifier: Apache-2.0
/** The registrar of the Companies Agency: says whether a name is free, and enters new companies from its mailbox. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  companies,
  informationTypes,
  localDate,
  ogrn,
  organisationInn,
  regions,
  subsystems,
  validSnils,
} from '@stoa/country-xm';
import { openAppendFile } from './append-file.ts';
import type { DepartmentOptions } from './education.ts';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { addOutageSwitch } from './outage.ts';
import { listen, newServer, type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

/** A name as it is compared: without its legal form, in small letters. */
const compared = (name: string) =>
  name
    .replace(/ (LLP|JSC|Cooperative)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');

/** Letters to change, add or leave out until both are the same (Levenshtein). */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...a].entries()) {
    const now = [row + 1];
    for (const [at, other] of [...b].entries())
      now.push(Math.min((before[at] ?? 0) + (letter === other ? 0 : 1), (now[at] ?? 0) + 1, (before[at + 1] ?? 0) + 1));
    before = now;
  }
  return before[b.length] ?? 0;
}

interface NameState {
  readonly state: 'free' | 'like' | 'taken';
  /** The companies that have the name, or one that differs in two letters at most. */
  readonly like: readonly string[];
}

export function nameState(name: string, entered: readonly string[]): NameState {
  const known = [...companies().map((company) => company.name.en), ...entered];
  const like = known.filter((other) => distance(compared(name), compared(other)) <= 2);
  const taken = like.some((other) => compared(other) === compared(name));
  return { state: taken ? 'taken' : like.length > 0 ? 'like' : 'free', like };
}

/** The company's numbers; FAILURE where another one took the name meanwhile, or for content that is no request. */
export function enterCompany(content: unknown, entered: readonly string[], today: string): Answer {
  const { name, legalForm, founderSnils, region, agreed } = (content ?? {}) as Record<string, unknown>;
  const inRegion = regions.find(({ code }) => code === region);
  if (typeof name !== 'string' || typeof legalForm !== 'string' || !validSnils(String(founderSnils)) || !inRegion)
    return { rejection: { code: 'FAILURE', description: 'Give name, legalForm, founderSnils and region.' } };
  if (agreed !== true && nameState(name, entered).state === 'taken')
    return { rejection: { code: 'FAILURE', description: 'Another company has this name.' } };
  const serial = createHash('sha256').update(name).digest().readUInt32BE(0);
  const office = inRegion.code.slice(3);
  return {
    content: {
      inn: organisationInn(`${office}05`, 60_000 + (serial % 40_000)),
      ogrn: ogrn(Number(today.slice(0, 4)), office, 5_000_000 + (serial % 4_000_000)),
      registeredOn: today,
    },
  };
}

/** `GET /names/{name}`: its state; the mailbox enters companies, whose names are taken from then on. */
export async function startCompanyRegistrar(options: DepartmentOptions): Promise<RunningService> {
  const names = openAppendFile<{ name: string }>(join(options.dataDir, 'company-names.jsonl'));
  const entered = names.earlier.map(({ name }) => name);
  const app = newServer();
  addOutageSwitch(app, {});
  app.get('/health', () => ({ status: 'up' }));
  app.get<{ Params: { name: string } }>('/names/:name', (request) => nameState(request.params.name, entered));
  const server = await listen(app, options.port ?? 0);
  const mailbox = await startMailboxWorker({
    connectorUrl: options.connectorUrl,
    connectorToken: options.connectorToken,
    subsystem: subsystems.companies,
    type: informationTypes.companyRegistration,
    journalPath: join(options.dataDir, 'company-registrations.jsonl'),
    port: 0,
    answerDelayMs: options.answerDelayMs ?? 500,
    pollMs: options.pollMs ?? 500,
    answer: (content) => {
      const answer = enterCompany(content, entered, localDate(new Date()));
      const { name } = (content ?? {}) as { name?: unknown };
      if (answer.content && typeof name === 'string') {
        entered.push(name);
        names.append({ name });
      }
      return answer;
    },
  });
  return {
    url: server.url,
    close: async () => {
      await Promise.all([mailbox.close(), server.close()]);
      names.close();
    },
  };
}

/** Settings: COMPANIES_CONNECTOR_URL, COMPANIES_CONNECTOR_TOKEN, COMPANY_REGISTRAR_PORT (4721), COMPANY_REGISTRAR_ANSWER_DELAY_MS (500), DEMO_DATA. */
export const companyRegistrar = () =>
  startCompanyRegistrar({
    connectorToken: process.env.COMPANIES_CONNECTOR_TOKEN,
    connectorUrl: text('COMPANIES_CONNECTOR_URL', 'http://127.0.0.1:4802'),
    dataDir: dataFolder(),
    port: portNumber('COMPANY_REGISTRAR_PORT', 4721),
    answerDelayMs: wholeNumber('COMPANY_REGISTRAR_ANSWER_DELAY_MS', 500),
  });

if (import.meta.main) await runProgram(async () => ({ companyRegistrar: await companyRegistrar() }));
