// SPDX-License-Identifier: Apache-2.0
/** Powers that the law gives: the company register says who directs, the population register whose children there are. */
import { connectorClient, ExchangeError, inCircuit } from '@stoa/exchange/contract';
import { audit, type ModuleRuntime, newId, personKey, refuse, type Tx } from '@stoa/kernel';
import type { InputOf, LocalText, OutputOf, Principal } from '@stoa/kernel/contract';
import type * as contract from './contract.ts';
import * as queries from './queries.ts';
import { keyOfNumber } from './sides.ts';
import * as store from './store.ts';
import { tellIdentity, tellTakers } from './telling.ts';

const system = { kind: 'system' } as const;
const ofAge = 18;
type RegisterName = 'companies' | 'families';

interface ByLaw {
  readonly role: 'director' | 'parent' | 'guardian';
  readonly kind: 'organisation' | 'person';
  readonly id: string;
  readonly name: LocalText;
  readonly until?: Date;
}
interface Answers {
  readonly found: ByLaw[];
  readonly away: RegisterName[];
}

interface Company {
  readonly inn: string;
  readonly name: LocalText;
  readonly status: string;
}
interface Relative {
  readonly relation: string;
  readonly snils: string;
  readonly nameLatin: string;
  readonly birthOn: string;
}

/** Nobody is known under the number: an answer like any other. */
const nothing = ({ status }: ExchangeError) => [400, 404, 410].includes(status);

async function ask<Body>(module: ModuleRuntime, service: string, path: string): Promise<Body | undefined> {
  const { STOA_PLATFORM_CONNECTOR_URL: url, STOA_PLATFORM_CONNECTOR_TOKEN: token } = module.config.env;
  const { circuit } = module.config;
  if (!url) throw new ExchangeError(503, 'exchange.connector-unreachable', 'STOA_PLATFORM_CONNECTOR_URL is not set');
  const client = connectorClient(url, inCircuit(module.country.exchange.platformSubsystem, circuit), token);
  try {
    return (await client.call(inCircuit(service, circuit), path, { id: newId(), timeoutMs: 10_000 })).body as Body;
  } catch (error) {
    if (error instanceof ExchangeError && nothing(error)) return undefined;
    throw error;
  }
}

function eighteenth(module: ModuleRuntime, birthOn: string): Date {
  const [year = '', rest = ''] = [birthOn.slice(0, 4), birthOn.slice(4)];
  // Somebody born on 29 February comes of age on 1 March.
  const day = rest === '-02-29' ? '-03-01' : rest;
  return module.country.calendar.startOfDate(`${Number(year) + ofAge}${day}`);
}

const names = (text: Partial<LocalText> & { en?: string }): LocalText =>
  ({ ...text, en: text.en ?? Object.values(text)[0] ?? '' }) as LocalText;

async function askRegisters(module: ModuleRuntime, number: string, now: Date): Promise<Answers> {
  const { registers } = module.country.exchange;
  const found: ByLaw[] = [];
  const away: RegisterName[] = [];
  const each = async (name: RegisterName, read: () => Promise<void>) => {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      module.log.warn({ register: name, code: error.code }, 'register did not answer');
      away.push(name);
    }
  };
  await Promise.all([
    each('companies', async () => {
      const answer = await ask<{ companies: Company[] }>(module, registers.companies, `/directors/${number}`);
      for (const { inn: id, name, status } of answer?.companies ?? [])
        if (status === 'active') found.push({ role: 'director', kind: 'organisation', id, name: names(name) });
    }),
    each('families', async () => {
      const answer = await ask<{ members: Relative[] }>(module, registers.families, `/${number}`);
      for (const { relation, snils, nameLatin, birthOn } of answer?.members ?? []) {
        const until = eighteenth(module, birthOn);
        if ((relation !== 'child' && relation !== 'ward') || until <= now) continue;
        const scheme = module.country.schemeOf(module.country.personScheme);
        const role = relation === 'child' ? 'parent' : 'guardian';
        found.push({
          role,
          kind: 'person',
          id: personKey(module, scheme, snils),
          name: names({ en: nameLatin }),
          until,
        });
      }
    }),
  ]);
  return { found, away };
}

const registerOf: Record<string, RegisterName> = { director: 'companies', parent: 'families', guardian: 'families' };

/** Begins what is new and ends what the registers say no more; one that was away changes nothing. */
async function keep(
  tx: Tx,
  key: string,
  person: { number: string; name: string },
  { found, away }: Answers,
): Promise<number> {
  await store.putReading(tx, key, { ...person, away });
  const before = (await queries.acceptedBy(tx, { kind: 'person', id: key })).filter(
    ({ origin }) => origin === 'register',
  );
  const still = (power: queries.PowerRow) =>
    found.some(({ role, id }) => role === power.role && id === power.giverId) ||
    away.includes(registerOf[power.role] ?? 'companies');
  const over = await store.endPowers(
    tx,
    before.filter((power) => !still(power)).map(({ id }) => id),
    'register',
  );
  let begun = 0;
  for (const { role, kind, id, name, until } of found) {
    if (kind === 'person' && id === key) continue;
    const made = await store.insertPower(tx, {
      ...{ origin: 'register', role, state: 'accepted', until: until ?? null },
      ...{ giverKind: kind, giverId: id, giverName: name },
      ...{ takerKind: 'person', takerId: key, takerName: { en: person.name } as LocalText },
    });
    if (made) begun += 1;
  }
  await tellTakers(tx, over);
  if (begun > 0) await tellIdentity(tx, key);
  return found.length;
}

/** Outside a transaction: registers may take their time. */
async function read(
  module: ModuleRuntime,
  principal: Principal,
  key: string,
  person: { number: string; name: string },
): Promise<{ found: number; away: RegisterName[] }> {
  const answers = await askRegisters(module, person.number, module.clock.now());
  const found = await module.tx(principal, async (tx) => {
    await audit(tx, {
      action: 'powers.registers-asked',
      object: { type: 'person', id: key },
      subject: key,
      purpose: 'Finding out for whom a person may act',
      details: { away: answers.away },
    });
    return keep(tx, key, person, answers);
  });
  return { found, away: answers.away };
}

/** Refuses: powers.number-invalid, powers.number-not-yours, powers.registers-away. */
export async function findInRegisters(
  module: ModuleRuntime,
  { number }: InputOf<typeof contract.findInRegisters>,
  principal: Principal,
): Promise<OutputOf<typeof contract.findInRegisters>> {
  const key = await module.tx(principal, async (tx) => keyOfNumber(tx, number));
  if (principal.kind !== 'person' || principal.personKey !== key)
    return refuse(
      'forbidden',
      'powers.number-not-yours',
      'This is not your own number. Type the number you registered with.',
    );
  const answer = await read(module, principal, key, { number, name: principal.name });
  if (answer.away.length === 2)
    refuse('unavailable', 'powers.registers-away', 'The registers do not answer now. Try again in a few minutes.', {
      retryAfterSeconds: 60,
    });
  return answer;
}

export async function readRegisters(
  module: ModuleRuntime,
  { number, name }: InputOf<typeof contract.readRegisters>,
  principal: Principal,
): Promise<OutputOf<typeof contract.readRegisters>> {
  const key = await module.tx(principal, async (tx) => keyOfNumber(tx, number));
  return read(module, principal, key, { number, name });
}

export async function getReading(tx: Tx): Promise<OutputOf<typeof contract.getReading>> {
  const key = tx.principal.kind === 'person' ? tx.principal.personKey : undefined;
  const reading = key ? await queries.readingOf(tx, key) : undefined;
  return { ...(reading ? { at: reading.at.toISOString() } : {}), away: reading?.away ?? [] };
}

/** Of a child, by mandates that stand now. */
export const listCarers = async (tx: Tx, { personKey: child }: InputOf<typeof contract.listCarers>) => ({
  items: await queries.carersOf(tx, child),
});

/** Of an organisation, by powers that stand now. */
export const listActors = async (tx: Tx, { organisationId, serviceId }: InputOf<typeof contract.listActors>) => ({
  items: await queries.actorsOf(tx, organisationId, serviceId),
});

const [dayMs, soonMs] = [86_400_000, 900_000];

/** Each day everybody's registers are asked again, a quarter of an hour later where one was away. */
export async function readAgain(module: ModuleRuntime): Promise<void> {
  const now = module.clock.now().getTime();
  const due = await module.tx(system, (tx) => queries.readingsDue(tx, new Date(now - dayMs), new Date(now - soonMs)));
  for (const { personKey: key, number, name } of due) await read(module, system, key, { number, name });
}
