// SPDX-License-Identifier: Apache-2.0
/** The registers of the Ministry of Labour: employment contracts, and how companies stand. Read by REST, written from mailboxes. */
import { join } from 'node:path';
import { type EmploymentContract, employmentContracts, informationTypes, subsystems } from '@stoa/country-xm';
import { openAppendFile } from './append-file.ts';
import type { DepartmentOptions } from './education.ts';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { type StandingEntry, standingsFrom } from './labour-standing.ts';
import { addOutageSwitch } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

/** An entry as a case asks for it: of a new contract all, of a change what changes, of an end its day. */
interface Entry {
  readonly do: 'enter' | 'amend' | 'end';
  readonly number: string;
  readonly employer: EmploymentContract['employer'];
  readonly worker: EmploymentContract['worker'];
  readonly region: string | null;
  readonly terms: Partial<Pick<EmploymentContract, 'occupation' | 'wage' | 'hours'>> & { readonly endsOn?: string };
}

interface Contracts {
  find(number: string): EmploymentContract | undefined;
  /** The same entry again changes nothing and is answered alike; REJECTED as `FAILURE` where the contract is not as it must be. */
  enter(entry: Entry): Answer;
}

const refused = (description: string): Answer => ({ rejection: { code: 'FAILURE', description } });

/** What the register holds: what it began with, and every entry since. `keep` makes an entry durable. */
export function contractsFrom(
  begin: readonly EmploymentContract[],
  earlier: readonly Entry[],
  keep: (entry: Entry) => void,
): Contracts {
  const known = new Map(begin.map((contract) => [contract.number, contract]));
  const last = new Map<string, string>();
  const apply = (entry: Entry) => {
    const before = known.get(entry.number);
    const { occupation = before?.occupation, wage = before?.wage, hours = before?.hours } = entry.terms;
    known.set(entry.number, {
      ...{ number: entry.number, employer: entry.employer, worker: entry.worker },
      ...{ occupation: occupation ?? '9313', wage: wage ?? 0, hours: hours ?? 40 },
      region: entry.region ?? before?.region ?? 'XM-01',
      state: entry.do === 'end' ? 'ended' : 'active',
    });
    last.set(entry.number, JSON.stringify(entry));
  };
  earlier.forEach(apply);
  return {
    find: (number) => known.get(number),
    enter(entry) {
      const before = known.get(entry.number);
      if (last.get(entry.number) === JSON.stringify(entry)) return { content: { number: entry.number } };
      if (entry.do === 'enter' && before) return refused('A contract of this number is registered already.');
      if (entry.do !== 'enter') {
        if (!before || before.state === 'ended') return refused('There is no such contract in force.');
        if (before.employer.inn !== entry.employer.inn || before.worker.snils !== entry.worker.snils)
          return refused('The contract is of other sides.');
      }
      keep(entry);
      apply(entry);
      return { content: { number: entry.number } };
    },
  };
}

/** `GET /contracts/employers/{inn}/{number}`, `GET /contracts/workers/{snils}/{number}`: the contract of that side; 404 for none. `GET /standings/{inn}`: how a company stands. */
export async function startContractRegister(options: DepartmentOptions): Promise<RunningService> {
  const file = openAppendFile<Entry>(join(options.dataDir, 'contracts.jsonl'));
  const contracts = contractsFrom(employmentContracts(), file.earlier, (entry) => file.append(entry));
  const app = newServer();
  addOutageSwitch(app, {});
  app.get('/health', () => ({ status: 'up' }));
  app.get<{ Params: { side: string; who: string; number: string } }>(
    '/contracts/:side/:who/:number',
    (request, reply) => {
      const { side, who, number } = request.params;
      const found = contracts.find(number);
      const own = side === 'employers' ? found?.employer.inn : side === 'workers' ? found?.worker.snils : undefined;
      return found && own === who
        ? reply.send(found)
        : sendProblem(reply, 404, 'contracts.contract-unknown', 'This side has no contract of this number.');
    },
  );
  const standingFile = openAppendFile<StandingEntry>(join(options.dataDir, 'standings.jsonl'));
  const standings = standingsFrom(standingFile.earlier, (entry) => standingFile.append(entry));
  app.get<{ Params: { inn: string } }>('/standings/:inn', (request, reply) => {
    const found = standings.find(request.params.inn);
    return found
      ? reply.send(found)
      : sendProblem(reply, 404, 'standings.company-unknown', 'No such company is registered.');
  });
  const work = (type: string, answer: (content: unknown) => Answer) =>
    startMailboxWorker({
      ...{ connectorUrl: options.connectorUrl, connectorToken: options.connectorToken, port: 0, type, answer },
      ...{ subsystem: subsystems.contracts, journalPath: join(options.dataDir, `${type.split(':')[3]}.jsonl`) },
      ...{ answerDelayMs: options.answerDelayMs ?? 500, pollMs: options.pollMs ?? 500 },
    });
  const workers = await Promise.all([
    work(informationTypes.contractEntry, (content) => contracts.enter(content as Entry)),
    work(informationTypes.levelEntry, (content) => standings.enter(content as StandingEntry)),
    work(informationTypes.wageEntry, (content) => standings.enter(content as StandingEntry)),
  ]);
  const server = await listen(app, options.port ?? 0);
  return {
    url: server.url,
    close: async () => {
      await Promise.all([server, ...workers].map((one) => one.close()));
      for (const one of [file, standingFile]) one.close();
    },
  };
}

/** Settings: CONTRACT_REGISTER_CONNECTOR_URL, CONTRACT_REGISTER_CONNECTOR_TOKEN, CONTRACT_REGISTER_PORT (4724), CONTRACT_REGISTER_ANSWER_DELAY_MS (500), DEMO_DATA. */
export const contractRegister = () =>
  startContractRegister({
    connectorToken: process.env.CONTRACT_REGISTER_CONNECTOR_TOKEN,
    connectorUrl: text('CONTRACT_REGISTER_CONNECTOR_URL', 'http://127.0.0.1:4820'),
    dataDir: dataFolder(),
    port: portNumber('CONTRACT_REGISTER_PORT', 4724),
    answerDelayMs: wholeNumber('CONTRACT_REGISTER_ANSWER_DELAY_MS', 500),
  });

if (import.meta.main) await runProgram(async () => ({ contractRegister: await contractRegister() }));
