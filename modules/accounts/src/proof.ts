// SPDX-License-Identifier: Apache-2.0
/** What somebody says of themselves, compared with the population register or read off a passport. */
import { ExchangeError, connectorClient } from '@stoa/exchange/contract';
import { complaints, mark, type ModuleRuntime, newId, personKey, refuse, type Tx, wordsOf } from '@stoa/kernel';
import { codeText, digitsText } from '@stoa/kernel/text';
import { type Static, Type } from 'typebox';
import { type MrzDocument, type MrzFault, readMrz } from './mrz.ts';
import * as store from './store.ts';

const Text = Type.String({ maxLength: 500 });
const Entry = Type.Object({
  familyName: Text,
  givenName: Type.Optional(Text),
  middleName: Type.Optional(Text),
  nameLatin: Type.Optional(Text),
  birthOn: Text,
  document: Type.Optional(Type.Object({ number: Type.Optional(Text) })),
});
export type Entry = Static<typeof Entry>;

export interface SaidFacts {
  readonly number: string;
  readonly familyName: string;
  readonly birthOn: string;
  readonly documentNumber: string;
}

/** The number as the register keeps it. Refuses: accounts.number-invalid. */
export function registerNumber(module: ModuleRuntime, typed: string): string {
  const number = digitsText(typed);
  const { country } = module;
  if (!/^[\dA-Za-z-]{3,30}$/.test(number) || !country.isNumber(country.personScheme, number))
    refuse('invalid', 'accounts.number-invalid', 'The number has a mistake. Compare it with your document.', {
      errors: [{ pointer: '/number', code: 'accounts.number-invalid', message: 'This number has a mistake.' }],
    });
  return number;
}

export const numberKey = (module: ModuleRuntime, number: string): string =>
  personKey(module, module.country.schemeOf(module.country.personScheme), number);

/** Passports are numbered by who issues them. */
export const passportKey = (module: ModuleRuntime, { issuer, number }: MrzDocument): string =>
  personKey(module, `passport:${issuer}`, number);

/** Of all that a passport says of its holder, for comparing it with what comes later. */
export const passportMark = (module: ModuleRuntime, { issuer, number, birthOn, expiresOn, primaryName }: MrzDocument) =>
  mark(module, JSON.stringify(['passport', issuer, number, birthOn ?? '', expiresOn, primaryName]));

const registerAway = (): never =>
  refuse(
    'unavailable',
    'accounts.register-away',
    'The population register does not answer. Try again in some minutes.',
  );

/** The entry of a number, asked through the exchange; undefined where there is none. Refuses: accounts.register-away. */
export async function askRegister(module: ModuleRuntime, number: string): Promise<Entry | undefined> {
  const { STOA_PLATFORM_CONNECTOR_URL: url, STOA_PLATFORM_CONNECTOR_TOKEN: token } = module.config.env;
  if (!url) return registerAway();
  const { platformSubsystem, registers } = module.country.exchange;
  try {
    const { body } = await connectorClient(url, platformSubsystem, token).call(registers.persons, `/${number}`, {
      id: newId(),
    });
    if (complaints(Entry, body).length === 0) return body as Entry;
    module.log.error('the population register answered otherwise than agreed');
    return registerAway();
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    // The register's own word that it has nobody; a fault of the exchange says nothing of anybody.
    if ([400, 404, 410, 422].includes(error.status) && !/^(client|server)\./i.test(error.code)) return undefined;
    module.log.warn({ code: error.code }, 'the population register did not answer');
    return registerAway();
  }
}

const endsWith = (words: readonly string[], tail: readonly string[]): boolean =>
  tail.length > 0 &&
  tail.length <= words.length &&
  tail.every((word, at) => word === words[words.length - tail.length + at]);

/** All facts together; the family name in the register's own script or in Latin letters, as it stands there. */
export function fits(entry: Entry, said: SaidFacts): boolean {
  const typed = wordsOf(said.familyName);
  const name = wordsOf(entry.familyName);
  const named =
    (typed.length === name.length && endsWith(name, typed)) || endsWith(wordsOf(entry.nameLatin ?? ''), typed);
  const number = entry.document?.number ?? '';
  return named && entry.birthOn === said.birthOn && number !== '' && codeText(number) === codeText(said.documentNumber);
}

/** As the person is called on pages; people of one name have no other. */
export const nameOfEntry = ({ nameLatin, givenName, familyName }: Entry): string =>
  nameLatin || [givenName, familyName].filter(Boolean).join(' ');

export const nameOfPassport = ({ givenNames, primaryName }: MrzDocument): string =>
  [givenNames, primaryName]
    .filter(Boolean)
    .join(' ')
    .replace(/\S+/g, (word) => word[0] + word.slice(1).toLowerCase());

/** Refuses: accounts.mrz-invalid, with each line and field at fault. */
export function passportOf(today: string, typed: string): MrzDocument {
  const reading = readMrz(typed, today);
  if ('document' in reading) return reading.document;
  return refuse('invalid', 'accounts.mrz-invalid', reading.faults.map(sentence).join(' '), {
    errors: reading.faults.map((fault) => ({
      pointer: '/mrz',
      code: `accounts.mrz-${fault.field}-${fault.fault}`,
      message: sentence(fault),
    })),
  });
}

const sentence = ({ line, field, fault }: MrzFault): string =>
  `${line > 0 ? `Line ${line}` : 'The lines'}, ${field}: ${fault}.`;

/** Of a name that a clerk reads off a document: more often, since others are helped with the same number. */
const most = { number: 5, login: 5, recovery: 5, address: 5, name: 10 };
const forgottenAfterHours = 1;

/** The entry of a number that somebody says is theirs; nothing was guessed where the register is away. Refuses: accounts.too-many-attempts, accounts.register-away. */
export async function guessedEntry(
  module: ModuleRuntime,
  kind: 'number' | 'recovery' | 'name',
  number: string,
): Promise<Entry | undefined> {
  const system = { kind: 'system' } as const;
  await module.tx(system, (tx) => claimAttempt(tx, kind, number));
  return askRegister(module, number).catch(async (error: unknown) => {
    await module.tx(system, (tx) => store.giveBackAttempt(tx, mark(module, `${kind} ${number}`)));
    throw error;
  });
}

/** Counts before anything is looked at, whoever the facts belong to. Refuses: accounts.too-many-attempts. */
export async function claimAttempt(tx: Tx, kind: keyof typeof most, value: string): Promise<void> {
  const since = new Date(tx.now.getTime() - forgottenAfterHours * 3_600_000);
  if ((await store.countAttempt(tx, mark(tx.module, `${kind} ${value}`), since)) > most[kind])
    refuse('limit', 'accounts.too-many-attempts', 'Too many attempts with these facts. Try again in an hour.', {
      retryAfterSeconds: 3600,
    });
}

export const dropOldAttempts = (tx: Tx) =>
  store.dropAttempts(tx, new Date(tx.now.getTime() - forgottenAfterHours * 3_600_000));
