// SPDX-License-Identifier: Apache-2.0
/** The visas of the Ministry of the Interior: the register, the calendars of consulates and the watch-list. REST and JSON, and three mailboxes. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { informationTypes, isWorkingDay, localDate, subsystems } from '@stoa/country-xm';
import { openAppendFile } from './append-file.ts';
import type { DepartmentOptions } from './education.ts';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { addOutageSwitch } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

/** To `enter` all is said but what does not exist; `end` names visa and passport. */
export interface VisaEntry {
  readonly do: 'enter' | 'end';
  readonly number: string;
  /** Of the holder; of a visa of relatives that of the person they come with. */
  readonly passport: string;
  readonly holder: string | null;
  readonly refused: string | null;
  readonly nationality: string | null;
  readonly sponsorInn: string | null;
  /** The work visa on which a visa of relatives hangs. */
  readonly boundTo: string | null;
  readonly until: string;
}

type Visa = Pick<VisaEntry, 'number' | 'passport' | 'holder' | 'sponsorInn' | 'boundTo' | 'until'> & {
  readonly state: 'active' | 'ended';
};

interface Visas {
  find(passport: string, number: string): Visa | undefined;
  /** Ends with a work visa those that hang on it; the same entry again is answered alike. */
  enter(content: unknown): Answer;
}

const failed = (description: string): Answer => ({ rejection: { code: 'FAILURE', description } });
const isEntry = (content: unknown): content is VisaEntry => {
  const { do: deed, number, passport, until } = (content ?? {}) as Partial<VisaEntry>;
  return (
    ['enter', 'end'].includes(String(deed)) &&
    /^(WV|DV)-\d{4}-\d{1,8}$/.test(String(number)) &&
    /^[A-Z0-9]{5,20}$/.test(String(passport)) &&
    /^\d{4}-\d\d-\d\d$/.test(String(until))
  );
};

/** @param keep makes an entry durable; it is kept before it counts */
export function visasFrom(earlier: readonly VisaEntry[], keep: (entry: VisaEntry) => void): Visas {
  const known = new Map<string, Visa>();
  const answers = new Map<string, Answer>();
  const apply = (entry: VisaEntry): Answer => {
    const { number, passport, holder, sponsorInn, boundTo, until } = entry;
    const hanging = [...known.values()].filter((one) => one.boundTo === number && one.state === 'active');
    const before = known.get(number);
    if (entry.do === 'enter')
      known.set(number, { number, passport, holder, sponsorInn, boundTo, until, state: 'active' });
    else for (const one of before ? [before, ...hanging] : []) known.set(one.number, { ...one, until, state: 'ended' });
    const numbers = [number, ...(entry.do === 'end' ? hanging.map((one) => one.number) : [])];
    const answer = { content: { number, numbers, holder: entry.holder ?? '', refused: entry.refused ?? '' } };
    answers.set(JSON.stringify(entry), answer);
    return answer;
  };
  earlier.forEach(apply);
  const find = (passport: string, number: string) => {
    const found = known.get(number);
    return found?.passport === passport ? found : undefined;
  };
  return {
    find,
    enter(entry) {
      if (!isEntry(entry)) return failed('Say enter or end, and name the visa, the passport and the day.');
      const same = answers.get(JSON.stringify(entry));
      if (same) return same;
      if (entry.do === 'enter' && known.has(entry.number))
        return failed('A visa of this number is registered already.');
      if (entry.do === 'end' && find(entry.passport, entry.number)?.state !== 'active')
        return failed('There is no such visa in force.');
      keep(entry);
      return apply(entry);
    },
  };
}

const secondAfterDays = 14;
const dayMs = 86_400_000;
const later = (day: string, days: number) => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** Whether the consulate sees people on that working day, and the day kept for who does not come. FAILURE for anything else than an hour. */
export function consulateHours(content: unknown, today: string): Answer {
  const { consulate, on, at } = (content ?? {}) as Record<string, unknown>;
  if (typeof consulate !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(String(on)) || !/^\d\d-\d\d$/.test(String(at)))
    return failed('Name the consulate, the day and the hour.');
  let secondOn = later(String(on), secondAfterDays);
  while (!isWorkingDay(secondOn)) secondOn = later(secondOn, 1);
  return { content: { offered: String(on) > today && isWorkingDay(String(on)), secondOn } };
}

/** `hit` for a passport that ends in 666, otherwise `clear`: what the list says of whom is told to nobody else. */
export function watchList(content: unknown): Answer {
  const { passport } = (content ?? {}) as Record<string, unknown>;
  if (typeof passport !== 'string') return failed('Name the passport.');
  return {
    content: {
      found: passport.endsWith('666') ? 'hit' : 'clear',
      reference: createHash('sha256').update(passport).digest('hex').slice(0, 12),
    },
  };
}

/** `GET /visas/{passport}/{number}`: the visa; 404 for none. Answers for register, consulates and watch-list from its mailbox. */
export async function startVisaRegister(options: DepartmentOptions): Promise<RunningService> {
  const file = openAppendFile<VisaEntry>(join(options.dataDir, 'visas.jsonl'));
  const visas = visasFrom(file.earlier, (entry) => file.append(entry));
  const app = newServer();
  addOutageSwitch(app, {});
  app.get('/health', () => ({ status: 'up' }));
  app.get<{ Params: { passport: string; number: string } }>('/visas/:passport/:number', (request, reply) => {
    const found = visas.find(request.params.passport, request.params.number);
    return found
      ? reply.send(found)
      : sendProblem(reply, 404, 'visas.visa-unknown', 'No visa of this number was issued for this passport.');
  });
  const work = (type: string, journal: string, answer: (content: unknown) => Answer) =>
    startMailboxWorker({
      ...{ connectorUrl: options.connectorUrl, connectorToken: options.connectorToken, port: 0, type, answer },
      ...{ subsystem: subsystems.visas, journalPath: join(options.dataDir, journal) },
      ...{ answerDelayMs: options.answerDelayMs ?? 500, pollMs: options.pollMs ?? 500 },
    });
  const workers = [
    await work(informationTypes.visaEntry, 'visa-entries.jsonl', visas.enter),
    await work(informationTypes.consulate, 'consulates.jsonl', (one) => consulateHours(one, localDate(new Date()))),
    await work(informationTypes.watchList, 'watch-list.jsonl', watchList),
  ];
  const server = await listen(app, options.port ?? 0);
  return {
    url: server.url,
    close: async () => {
      await Promise.all([server, ...workers].map((one) => one.close()));
      file.close();
    },
  };
}

/** Settings: VISA_REGISTER_CONNECTOR_URL, VISA_REGISTER_CONNECTOR_TOKEN, VISA_REGISTER_PORT (4728), VISA_REGISTER_ANSWER_DELAY_MS (500), DEMO_DATA. */
export const visaRegister = () =>
  startVisaRegister({
    connectorToken: process.env.VISA_REGISTER_CONNECTOR_TOKEN,
    connectorUrl: text('VISA_REGISTER_CONNECTOR_URL', 'http://127.0.0.1:4821'),
    dataDir: dataFolder(),
    port: portNumber('VISA_REGISTER_PORT', 4728),
    answerDelayMs: wholeNumber('VISA_REGISTER_ANSWER_DELAY_MS', 500),
  });

if (import.meta.main) await runProgram(async () => ({ visaRegister: await visaRegister() }));
