// SPDX-License-Identifier: Apache-2.0
/** The national quality-monitoring system: takes signed batches of aggregates and shows what it received. */
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { openAppendFile } from './append-file.ts';
import { html, page, pageHeaders, stylesheet } from './html.ts';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber, secret } from './settings.ts';
import { bodySigned } from './signature.ts';

export interface MonitoringSystemOptions {
  readonly dataDir: string;
  readonly port?: number;
  /** Secret of the batches' signature. */
  readonly secret: string;
}

const Aggregate = Type.Object(
  {
    level: Type.Union([Type.Literal('country'), Type.Literal('region'), Type.Literal('organisation')]),
    code: Type.String({ minLength: 1, maxLength: 100 }),
    name: Type.Optional(Type.String({ maxLength: 300 })),
    serviceCode: Type.Optional(Type.String({ maxLength: 100 })),
    answers: Type.Integer({ minimum: 0 }),
    rating: Type.Number({ minimum: 0, maximum: 100, description: 'mean of the answers; the scale is the sender’s' }),
  },
  { additionalProperties: false },
);
const Batch = Type.Object(
  {
    batchId: Type.String({ minLength: 1, maxLength: 100 }),
    periodFrom: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    periodTo: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
    aggregates: Type.Array(Aggregate, { minItems: 1, maxItems: 5_000 }),
  },
  { additionalProperties: false },
);
/** A batch of aggregates; sending the same `batchId` again with the same content changes nothing. */
export type AggregateBatch = Static<typeof Batch>;

interface Received {
  readonly receivedAt: string;
  readonly batch: AggregateBatch;
}

const largestBatchBytes = 2 * 1024 * 1024;

/** `POST /aggregates` with the header `Monitoring-Signature`, `GET /aggregates` (JSON, newest first) and a page at `/`. */
export async function startMonitoringSystem(options: MonitoringSystemOptions): Promise<RunningService> {
  const file = openAppendFile<Received>(join(options.dataDir, 'monitoring-system.jsonl'));
  const received = new Map(file.earlier.map((one) => [one.batch.batchId, one]));
  const newestFirst = () => [...received.values()].reverse();
  const { secret: shared } = options;
  const app = newServer(largestBatchBytes);
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const header = request.headers['monitoring-signature'];
    if (!bodySigned(typeof header === 'string' ? header : '', shared, body, new Date()))
      return done(
        Object.assign(new Error('Sign the body in the header Monitoring-Signature.'), {
          statusCode: 401,
          code: 'MONITORING.SIGNATURE-WRONG',
        }),
      );
    try {
      done(null, JSON.parse(body.toString('utf8')) as unknown);
    } catch {
      done(Object.assign(new Error('The body is not JSON.'), { statusCode: 400, code: 'MONITORING.NOT-JSON' }));
    }
  });
  app.get('/health', () => ({ status: 'up' }));
  app.get('/style.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(stylesheet));
  app.get('/aggregates', newestFirst);
  app.get('/', (_request, reply) => reply.headers(pageHeaders()).send(receivedPage(newestFirst())));
  app.post<{ Body: AggregateBatch }>('/aggregates', { schema: { body: Batch } }, (request, reply) => {
    const earlier = received.get(request.body.batchId);
    if (earlier && JSON.stringify(earlier.batch) !== JSON.stringify(request.body))
      return sendProblem(reply, 409, 'monitoring.batch-differs', 'This batch was received with other content.');
    if (!earlier) {
      const record = { receivedAt: new Date().toISOString(), batch: request.body };
      file.append(record);
      received.set(record.batch.batchId, record);
    }
    return reply
      .code(earlier ? 200 : 201)
      .send({ batchId: request.body.batchId, alreadyReceived: earlier !== undefined });
  });
  const server = await listen(app, options.port ?? 0);
  return {
    url: server.url,
    async close() {
      await server.close();
      file.close();
    },
  };
}

const rowsShown = 500;

function receivedPage(batches: readonly Received[]): string {
  const rows = batches
    .flatMap(({ receivedAt, batch }) => batch.aggregates.map((aggregate) => ({ receivedAt, batch, aggregate })))
    .slice(0, rowsShown)
    .map(
      ({ receivedAt, batch, aggregate }) =>
        html`<tr><td>${receivedAt.slice(0, 19).replace('T', ' ')}</td><td>${batch.periodFrom} – ${batch.periodTo}</td><td>${aggregate.level}</td><td><bdi>${aggregate.name ?? aggregate.code}</bdi></td><td>${aggregate.serviceCode ?? ''}</td><td>${aggregate.answers}</td><td>${aggregate.rating}</td></tr>`,
    );
  const titles = ['Received (UTC)', 'Period', 'Level', 'Of', 'Service', 'Answers', 'Rating'].map(
    (title) => html`<th scope="col">${title}</th>`,
  );
  const table = html`<div class="table" role="region" aria-label="Received ratings" tabindex="0"><table><thead><tr>${titles}</tr></thead><tbody>${rows}</tbody></table></div>`;
  const body = html`<header><span class="brand">National Quality Monitoring</span></header><main class="wide"><h1>Received ratings</h1>${rows.length > 0 ? table : html`<p>Nothing received yet.</p>`}</main>`;
  return page('Received ratings', body);
}

/** Settings: MONITORING_SYSTEM_PORT (4708), MONITORING_SYSTEM_SECRET, DEMO_DATA. */
export const monitoringSystem = () =>
  startMonitoringSystem({
    dataDir: dataFolder(),
    port: portNumber('MONITORING_SYSTEM_PORT', 4708),
    secret: secret('MONITORING_SYSTEM_SECRET'),
  });

if (import.meta.main) await runProgram(async () => ({ monitoringSystem: await monitoringSystem() }));
