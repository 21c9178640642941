// SPDX-License-Identifier: Apache-2.0
/** The health register of the Ministry of Health: medical certificates of birth, and the calendars of clinics. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  informationTypes,
  isWorkingDay,
  localDate,
  namedPeople,
  people,
  subsystems,
  validSnils,
} from '@stoa/country-xm';
import { openAppendFile } from './append-file.ts';
import type { DepartmentOptions } from './education.ts';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { addOutageSwitch } from './outage.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

const drawOf = (of: string) => createHash('sha256').update(of).digest().readUInt32BE(0);

export interface MedicalCertificate {
  readonly number: string;
  readonly bornOn: string;
  readonly sex: 'male' | 'female';
  readonly clinic: string;
  readonly mother: { readonly snils: string; readonly nameLatin: string };
}

const mothers = () => people().filter(({ sex, birthOn }) => sex === 'female' && birthOn > '1978' && birthOn < '2006');

/**
 * `MB-20261102-001`: the day of birth and a serial of that day; 001 is a child of Aigerim, 000 is none. Undefined for a day that
 * does not exist or has not come. The same certificate on every run.
 */
export function medicalCertificate(number: string, today: string): MedicalCertificate | undefined {
  const [, year, month, day, serial] = /^MB-(\d{4})(\d\d)(\d\d)-(\d{3})$/.exec(number) ?? [];
  const bornOn = `${year}-${month}-${day}`;
  const exists = !Number.isNaN(Date.parse(bornOn)) && new Date(bornOn).toISOString().startsWith(bornOn);
  if (!serial || serial === '000' || !exists || bornOn > today) return undefined;
  const all = mothers();
  const mother = serial === '001' ? namedPeople.aigerim : (all[drawOf(number) % all.length] ?? namedPeople.aigerim);
  return {
    ...{ number, bornOn, sex: drawOf(number) % 2 === 0 ? 'male' : 'female', clinic: 'XM-01-CLINIC-1' },
    mother: { snils: mother.snils, nameLatin: mother.nameLatin },
  };
}

export interface SlotEntry {
  /** `absent`: nobody came. */
  readonly do: 'offer' | 'book' | 'free' | 'absent';
  readonly clinic: string;
  readonly speciality: string;
  readonly on: string;
  /** `09-30` */
  readonly at: string;
  readonly snils: string;
}
const doctors = [
  'Dr. Asel Nurbek',
  'Dr. Ivan Petrenko',
  'Dr. Maria Levchenko',
  'Dr. Timur Akhmetov',
  'Dr. Sara Haddad',
];
const dayMs = 86_400_000;
/** Entries of a year count. */
const yearMs = 365 * dayMs;

interface Calendar {
  /** To `offer`: whether the doctor sees patients then, who it is, and how often the person did not come in a year. FAILURE for anything else than a slot. */
  enter(content: unknown, today: string): Answer;
}

const isSlot = (content: unknown): content is SlotEntry => {
  const { do: deed, clinic, speciality, on, at, snils } = (content ?? {}) as Record<string, unknown>;
  return (
    ['offer', 'book', 'free', 'absent'].includes(String(deed)) &&
    typeof clinic === 'string' &&
    typeof speciality === 'string' &&
    /^\d{4}-\d\d-\d\d$/.test(String(on)) &&
    /^\d\d-\d\d$/.test(String(at)) &&
    validSnils(String(snils))
  );
};

/** @param keep makes an entry durable; it is kept before it counts */
export function calendarFrom(earlier: readonly SlotEntry[], keep: (entry: SlotEntry) => void): Calendar {
  const known = [...earlier];
  const absences = (snils: string, today: string) =>
    known.filter((one) => one.do === 'absent' && one.snils === snils && Date.parse(one.on) > Date.parse(today) - yearMs)
      .length;
  return {
    enter(content, today) {
      if (!isSlot(content))
        return { rejection: { code: 'FAILURE', description: 'Say offer, book, free or absent, and name the slot.' } };
      const { clinic, speciality, on, at, snils } = content;
      if (content.do !== 'offer') {
        if (!known.some((one) => JSON.stringify(one) === JSON.stringify(content))) {
          keep(content);
          known.push(content);
        }
        return { content: {} };
      }
      // Each doctor has a weekday off.
      const draw = drawOf(`${clinic} ${speciality}`);
      const weekday = new Date(`${on}T12:00:00Z`).getUTCDay();
      return {
        content: {
          offered: on > today && isWorkingDay(on) && weekday !== 1 + (draw % 5),
          ...{ doctor: doctors[draw % doctors.length], slot: `${clinic}:${speciality}:${on}:${at}` },
          absences: absences(snils, today),
        },
      };
    },
  };
}

/** `GET /births/{snils}/{number}`: the medical certificate of that mother; 404 for none. Answers for the calendars from its mailbox. */
export async function startHealthRegister(options: DepartmentOptions): Promise<RunningService> {
  const today = () => localDate(new Date());
  const file = openAppendFile<SlotEntry>(join(options.dataDir, 'slots.jsonl'));
  const calendar = calendarFrom(file.earlier, (entry) => file.append(entry));
  const app = newServer();
  addOutageSwitch(app, {});
  app.get('/health', () => ({ status: 'up' }));
  app.get<{ Params: { snils: string; number: string } }>('/births/:snils/:number', (request, reply) => {
    const found = medicalCertificate(request.params.number, today());
    return found?.mother.snils === request.params.snils
      ? reply.send(found)
      : sendProblem(reply, 404, 'health.certificate-unknown', 'This mother has no medical certificate of this number.');
  });
  const worker = await startMailboxWorker({
    ...{ connectorUrl: options.connectorUrl, connectorToken: options.connectorToken, port: 0 },
    ...{ subsystem: subsystems.clinics, type: informationTypes.appointment },
    ...{ journalPath: join(options.dataDir, 'appointments.jsonl'), answer: (one) => calendar.enter(one, today()) },
    ...{ answerDelayMs: options.answerDelayMs ?? 500, pollMs: options.pollMs ?? 500 },
  });
  const server = await listen(app, options.port ?? 0);
  return {
    url: server.url,
    close: async () => {
      await Promise.all([server.close(), worker.close()]);
      file.close();
    },
  };
}

/** Settings: HEALTH_REGISTER_CONNECTOR_URL, HEALTH_REGISTER_CONNECTOR_TOKEN, HEALTH_REGISTER_PORT (4727), HEALTH_REGISTER_ANSWER_DELAY_MS (500), DEMO_DATA. */
export const healthRegister = () =>
  startHealthRegister({
    connectorToken: process.env.HEALTH_REGISTER_CONNECTOR_TOKEN,
    connectorUrl: text('HEALTH_REGISTER_CONNECTOR_URL', 'http://127.0.0.1:4818'),
    dataDir: dataFolder(),
    port: portNumber('HEALTH_REGISTER_PORT', 4727),
    answerDelayMs: wholeNumber('HEALTH_REGISTER_ANSWER_DELAY_MS', 500),
  });

if (import.meta.main) await runProgram(async () => ({ healthRegister: await healthRegister() }));
