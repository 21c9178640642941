// SPDX-License-Identifier: Apache-2.0
/** The vehicle office of the Ministry of the Interior: keeps plate numbers ready, enters owners and sales, from its mailbox. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { informationTypes, localDate, subsystems } from '@stoa/country-xm';
import type { DepartmentOptions } from './education.ts';
import { type Answer, type MailboxWorkerOptions, startMailboxWorker } from './mailbox-worker.ts';
import { type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';
import { clerkOf, enterVehicle, transferVehicle } from './vehicle-transfers.ts';

const letters = 'ABCEHKMOPTXY';
/** Vehicle identification number, ISO 3779: 17 signs without I, O and Q. */
const vinPattern = /^[A-HJ-NPR-Z0-9]{17}$/;

const vinOf = (content: unknown): string | undefined => {
  const { vin } = (content ?? {}) as Record<string, unknown>;
  return typeof vin === 'string' && vinPattern.test(vin) ? vin : undefined;
};

/**
 * A plate number for the vehicle, and what the office knows of it: a VIN that ends in 000 is searched for, one in 111 is
 * entered for another owner. FAILURE for content without a VIN.
 */
export function keepPlate(content: unknown): Answer {
  const vin = vinOf(content);
  if (!vin) return { rejection: { code: 'FAILURE', description: 'Give the VIN: 17 signs without I, O and Q.' } };
  const digest = createHash('sha256').update(vin).digest();
  const series = [1, 2, 3].map((at) => letters[digest.readUInt8(at) % letters.length]).join('');
  const plate = `${600 + (digest.readUInt8(0) % 400)}${series}01`;
  return { content: { plate, stolen: vin.endsWith('000'), entered: vin.endsWith('111') } };
}

/** Notes that the owner was entered, or that the plate number is free again. */
export const noteEntry = (content: unknown): Answer =>
  vinOf(content) ? { content: {} } : { rejection: { code: 'FAILURE', description: 'Give the VIN.' } };

export interface VehicleOfficeOptions extends DepartmentOptions {
  /** Holds the URL with which the register is written; `vehicle-clerk-url` of the data folder when missing. */
  readonly clerkFile?: string;
}

/** Polls the connector for plate numbers, for entries and for sales. */
export async function startVehicleOffice(options: VehicleOfficeOptions): Promise<RunningService> {
  const work = (type: string, journal: string, port: number, answer: MailboxWorkerOptions['answer']) =>
    startMailboxWorker({
      ...{ connectorUrl: options.connectorUrl, connectorToken: options.connectorToken, type, port, answer },
      ...{ subsystem: subsystems.vehicles, journalPath: join(options.dataDir, journal) },
      ...{ answerDelayMs: options.answerDelayMs ?? 500, pollMs: options.pollMs ?? 500 },
    });
  const plates = await work(informationTypes.vehiclePlate, 'vehicle-plates.jsonl', options.port ?? 0, keepPlate);
  const file = options.clerkFile ?? join(options.dataDir, 'vehicle-clerk-url');
  const entries = await work(informationTypes.vehicleEntry, 'vehicle-entries.jsonl', 0, async (content) => {
    const answer = noteEntry(content);
    // Where the register could not be made, an entry is noted as before.
    const clerk = await clerkOf(file).catch(() => undefined);
    if (answer.content && clerk) await enterVehicle(clerk, content, localDate(new Date()));
    return answer;
  });
  const sales = await work(informationTypes.vehicleTransfer, 'vehicle-sales.jsonl', 0, async (content) =>
    transferVehicle(await clerkOf(file), content),
  );
  return {
    url: plates.url,
    close: async () => {
      await Promise.all([plates.close(), entries.close(), sales.close()]);
    },
  };
}

/** Settings: VEHICLE_OFFICE_CONNECTOR_URL, VEHICLE_OFFICE_CONNECTOR_TOKEN, VEHICLE_OFFICE_PORT (4719), VEHICLE_OFFICE_ANSWER_DELAY_MS (500), VEHICLE_REGISTER_CLERK_FILE, DEMO_DATA. */
export const vehicleOffice = () =>
  startVehicleOffice({
    connectorToken: process.env.VEHICLE_OFFICE_CONNECTOR_TOKEN,
    connectorUrl: text('VEHICLE_OFFICE_CONNECTOR_URL', 'http://127.0.0.1:4807'),
    dataDir: dataFolder(),
    clerkFile: text('VEHICLE_REGISTER_CLERK_FILE', join(dataFolder(), 'vehicle-clerk-url')),
    port: portNumber('VEHICLE_OFFICE_PORT', 4719),
    answerDelayMs: wholeNumber('VEHICLE_OFFICE_ANSWER_DELAY_MS', 500),
  });

if (import.meta.main) await runProgram(async () => ({ vehicleOffice: await vehicleOffice() }));
