// SPDX-License-Identifier: Apache-2.0
/** Bodies with a say in what is built: the Land Agency, the fire service and the health service, each from its mailbox. */
import { join } from 'node:path';
import { informationTypes, subsystems } from '@stoa/country-xm';
import { type Answer, startMailboxWorker } from './mailbox-worker.ts';
import { type RunningService, runProgram } from './service.ts';
import { dataFolder, portNumber, text, wholeNumber } from './settings.ts';

/** The connector of one of the bodies, and with what it knows the body's system. */
interface Connector {
  readonly url: string;
  readonly token?: string | undefined;
}

export interface BuildingBodiesOptions {
  readonly connectors: Readonly<Record<'land' | 'fire' | 'health', Connector>>;
  /** Folder of the answers given. */
  readonly dataDir: string;
  /** Of the status page; any free one when missing. */
  readonly port?: number;
  /** 500 when missing. */
  readonly answerDelayMs?: number;
  /** 500 when missing. */
  readonly pollMs?: number;
}

/** A building as it is asked about; undefined for content that is none. */
function buildingOf(content: unknown): { parcel: string; floors: number } | undefined {
  const { parcel, floors } = (content ?? {}) as Record<string, unknown>;
  return typeof parcel === 'string' && typeof floors === 'number' ? { parcel, floors } : undefined;
}

const failure: Answer = { rejection: { code: 'FAILURE', description: 'Give the parcel and the number of floors.' } };
const says = (opinion: string, condition?: string): Answer => ({
  content: { opinion, ...(condition ? { condition } : {}) },
});

/** A parcel whose number ends in 0 is no land to build on. */
export function landOpinion(content: unknown): Answer {
  const building = buildingOf(content);
  if (!building) return failure;
  return says(building.parcel.endsWith('0') ? 'objects' : 'agrees');
}

/** More than three floors need a second way out, more than nine need other drawings. */
export function fireOpinion(content: unknown): Answer {
  const building = buildingOf(content);
  if (!building) return failure;
  if (building.floors > 9) return says('redraw', 'Two staircases apart from one another');
  return building.floors > 3 ? says('conditions', 'A second way out of the upper floors') : says('agrees');
}

export const healthOpinion = (content: unknown): Answer => (buildingOf(content) ? says('agrees') : failure);

/** Polls the three connectors. */
export async function startBuildingBodies(options: BuildingBodiesOptions): Promise<RunningService> {
  const { connectors, dataDir, answerDelayMs = 500, pollMs = 500 } = options;
  const work = (
    body: keyof typeof connectors,
    { subsystem, type, answer }: { subsystem: string; type: string; answer: (content: unknown) => Answer },
    port = 0,
  ) =>
    startMailboxWorker({
      ...{ connectorUrl: connectors[body].url, connectorToken: connectors[body].token, subsystem, type, answer },
      ...{ journalPath: join(dataDir, `building-${body}.jsonl`), port, answerDelayMs, pollMs },
    });
  const { landBuilding, fireBuilding, healthBuilding } = informationTypes;
  const land = { subsystem: subsystems.land, type: landBuilding, answer: landOpinion };
  const fire = { subsystem: subsystems.police, type: fireBuilding, answer: fireOpinion };
  const health = { subsystem: subsystems.clinics, type: healthBuilding, answer: healthOpinion };
  const first = await work('land', land, options.port);
  const bodies = [first, await work('fire', fire), await work('health', health)];
  return {
    url: first.url,
    close: async () => {
      await Promise.all(bodies.map((body) => body.close()));
    },
  };
}

/** Settings: LAND_, POLICE_ and CLINICS_CONNECTOR_URL and …_TOKEN, BUILDING_BODIES_PORT (4723), BUILDING_BODIES_ANSWER_DELAY_MS (500), DEMO_DATA. */
export const buildingBodies = () =>
  startBuildingBodies({
    connectors: {
      land: {
        url: text('LAND_CONNECTOR_URL', 'http://127.0.0.1:4809'),
        token: process.env.LAND_CONNECTOR_TOKEN,
      },
      fire: {
        url: text('POLICE_CONNECTOR_URL', 'http://127.0.0.1:4803'),
        token: process.env.POLICE_CONNECTOR_TOKEN,
      },
      health: {
        url: text('CLINICS_CONNECTOR_URL', 'http://127.0.0.1:4818'),
        token: process.env.CLINICS_CONNECTOR_TOKEN,
      },
    },
    dataDir: dataFolder(),
    port: portNumber('BUILDING_BODIES_PORT', 4723),
    answerDelayMs: wholeNumber('BUILDING_BODIES_ANSWER_DELAY_MS', 500),
  });

if (import.meta.main) await runProgram(async () => ({ buildingBodies: await buildingBodies() }));
