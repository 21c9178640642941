// SPDX-License-Identifier: Apache-2.0
/** How this connector stands and what it served, told to the hub; kept, up to an hour of it, while no hub can be reached. */
import { X509Certificate, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { healthPath, type HealthReports } from '@stoa/exchange/contract';
import { contentDigest, wholeOf } from '@stoa/exchange/wire';
import { describeError, type Log, ownHealth, type Volumes } from '@stoa/kernel';
import type { Adapter } from './adapters/adapter.ts';
import type { Credentials } from './credentials.ts';
import type { HubClient } from './hub-client.ts';

type Report = HealthReports['reports'][number];

/** Reports kept while the centre is away: the oldest go first. As many as one sending takes. */
export const mostKept = 120;

/** The same adapters, and what they answered counted by service: a fault of the department's system is a failure. */
export function countCalls(adapters: ReadonlyMap<string, Adapter>, volumes: Volumes): Map<string, Adapter> {
  return new Map(
    [...adapters].map(([code, adapter]) => {
      const counted = async (request: Parameters<Adapter>[0]) => {
        const began = performance.now();
        const note = (failed: boolean) => volumes.note(code, performance.now() - began, failed);
        try {
          const answer = await adapter(request);
          note(answer.status >= 500);
          return answer;
        } catch (error) {
          note(true);
          throw error;
        }
      };
      const { streams, close } = adapter;
      return [code, Object.assign(counted, { ...(streams ? { streams } : {}), ...(close ? { close } : {}) })] as const;
    }),
  );
}

/** A last-in buffer that forgets the oldest: `sent` takes away what was taken by the hub, and nothing that came since. */
export class Kept {
  #reports: Report[] = [];

  add(report: Report): void {
    this.#reports = [...this.#reports, report].slice(-mostKept);
  }
  get all(): readonly Report[] {
    return this.#reports;
  }
  sent(reports: readonly Report[]): void {
    this.#reports = this.#reports.filter((one) => !reports.includes(one));
  }
}

/** Reports every so many seconds. Answers how to stop. */
export function keepReporting(
  {
    credentials,
    hub,
    volumes,
    dataDir,
    log,
  }: {
    readonly credentials: Credentials;
    readonly hub: HubClient;
    readonly volumes: Volumes;
    readonly dataDir: string;
    readonly log: Log;
  },
  everySeconds: number,
): () => void {
  const kept = new Kept();
  let busy = false;
  const send = async (): Promise<void> => {
    const reports = kept.all;
    const body = Buffer.from(JSON.stringify({ reports }));
    const headers = {
      'x-road-client': credentials.subsystem,
      'x-road-id': randomUUID(),
      'content-type': 'application/json',
      'content-digest': contentDigest(body),
    };
    const request = { method: 'POST', target: healthPath, headers };
    const answer = await hub.stream(request, Readable.from([body]), 10_000);
    const text = (await wholeOf(answer.body)).toString();
    if (answer.status !== 204) throw new Error(`the hub did not take how this connector stands: ${text.slice(0, 500)}`);
    kept.sent(reports);
  };
  const look = async () => {
    const services = volumes.all.slice(0, 200);
    const certificateUntil = new X509Certificate(credentials.tlsCertificate).validToDate.toISOString();
    kept.add({ ...(await ownHealth(dataDir, new Date())), state: 'up', certificateUntil, services });
    if (busy) return;
    busy = true;
    try {
      await send();
    } catch (err) {
      log.debug({ err: describeError(err), kept: kept.all.length }, 'no hub took how this connector stands');
    } finally {
      busy = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), everySeconds * 1000).unref();
  return () => clearInterval(timer);
}
