// SPDX-License-Identifier: Apache-2.0
/** The clinics' visit register of the Ministry of Health, asked from its mailbox what was rendered. */
import { join } from 'node:path';
import {
  type GovernmentOrganisation,
  governmentOrganisations,
  informationTypes,
  localDate,
  namedPeople,
  type Person,
  people,
  subsystems,
} from '@stoa/country-xm';
import type { DepartmentOptions } from './education.ts';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

export interface ClinicsOptions extends DepartmentOptions {
  /** Visits of each clinic a day; 2 when missing. */
  readonly visitsPerDay?: number;
}

const clinics = governmentOrganisations.filter(({ type }) => type === 'clinic');
const dayMs = 86_400_000;
const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);

/** Patients without a name in the demo, and one who has an account. */
const patients = (): readonly Person[] => {
  const named = new Set(Object.values(namedPeople).map(({ snils }) => snils));
  return people().filter(({ snils }) => !named.has(snils));
};

const daysOf = (from: string, to: string): string[] => {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length < 400; at += dayMs)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
};

/** Always the same visit of a day: who came to which clinic. */
function visitOf(day: string, number: number, visitsPerDay: number) {
  const clinic = clinics[Math.floor(number / visitsPerDay)] as GovernmentOrganisation;
  const all = patients();
  const at = (Date.parse(day) / dayMs) * 31 + number * 7;
  const patient = number === 0 ? namedPeople.accountant : (all[at % all.length] as Person);
  return {
    recordId: `visit-${day}-${number}`,
    organisationName: clinic.name.ru,
    organisationAddress: clinic.address.ru,
    ...{ inn: clinic.inn, ogrn: clinic.ogrn, kpp: clinic.kpp },
    organisationType: 'health-care',
    fullName: [patient.familyName, patient.givenName, patient.middleName].filter(Boolean).join(' '),
    birthOn: patient.birthOn,
    snils: patient.snils,
    renderedOn: day,
  };
}

/** The second clinic of a region enters a part of its visits only. */
const enters = (number: number, visitsPerDay: number) =>
  Math.floor(number / visitsPerDay) % 3 !== 1 || number % 2 === 0;

/** Answers a page of visits from the cursor on, and with the first page how many there were in all. */
export function visits(content: unknown, today: string, visitsPerDay: number): Answer {
  const { from, to, cursor, limit } = (content ?? {}) as Record<string, unknown>;
  if (!isDay(from) || !isDay(to) || typeof limit !== 'number' || (cursor !== undefined && typeof cursor !== 'string'))
    return {
      rejection: { code: 'FAILURE', description: 'Give from, to and limit, and the cursor of the answer before.' },
    };
  const days = daysOf(from, to < today ? to : today);
  const each = clinics.length * visitsPerDay;
  const all = days.flatMap((day) =>
    Array.from({ length: each }, (_, number) => ({ day, number })).filter(({ number }) => enters(number, visitsPerDay)),
  );
  const start = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(start) || start < 0)
    return { rejection: { code: 'FAILURE', description: 'This is no cursor of ours.' } };
  const end = Math.min(start + Math.min(limit, 500), all.length);
  const totals = days.flatMap((on) => clinics.map(({ inn, kpp }) => ({ inn, kpp, on, count: visitsPerDay })));
  return {
    content: {
      records: all.slice(start, end).map(({ day, number }) => visitOf(day, number, visitsPerDay)),
      ...(end < all.length && { next: String(end) }),
      ...(start === 0 && { totals }),
    },
  };
}

export const startClinics = ({ visitsPerDay = 2, ...options }: ClinicsOptions): Promise<RunningService> =>
  startMailboxWorker({
    connectorUrl: options.connectorUrl,
    connectorToken: options.connectorToken,
    subsystem: subsystems.clinics,
    type: informationTypes.clinicServices,
    journalPath: join(options.dataDir, 'clinics.jsonl'),
    port: options.port ?? 0,
    answerDelayMs: options.answerDelayMs ?? 100,
    pollMs: options.pollMs ?? 500,
    answer: (content) => visits(content, localDate(new Date()), visitsPerDay),
  });

/** Settings: CLINICS_CONNECTOR_URL, CLINICS_CONNECTOR_TOKEN, CLINICS_PORT (4713), CLINICS_VISITS_PER_DAY (2), DEMO_DATA. */
export const clinicVisits = () =>
  startClinics({
    connectorToken: process.env.CLINICS_CONNECTOR_TOKEN,
    connectorUrl: text('CLINICS_CONNECTOR_URL', 'http://127.0.0.1:4818'),
    dataDir: dataFolder(),
    port: portNumber('CLINICS_PORT', 4713),
    visitsPerDay: wholeNumber('CLINICS_VISITS_PER_DAY', 2),
  });

if (import.meta.main) await runProgram(async () => ({ clinics: await clinicVisits() }));
