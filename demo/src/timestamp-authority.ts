// SPDX-License-Identifier: Apache-2.0
/** A time-stamping authority: RFC 3161 over HTTP (section 3.4) with keys that survive a restart. */
import { join } from 'node:path';
import { listen, newServer, type RunningService, runProgram, sendProblem } from './service.ts';
import { dataFolder, portNumber } from './settings.ts';
import { openAuthority } from './timestamp/authority.ts';
import { timestampReply } from './timestamp/token.ts';

export interface TimestampAuthorityOptions {
  /** Folder of its key and certificates. */
  readonly dataDir: string;
  readonly port?: number;
  /** Clock of the stamps; the machine's when missing. */
  readonly now?: () => Date;
}

/** `POST /` (application/timestamp-query), `GET /ca.pem`, `GET /tsa.pem`. A bad query gets a reply that rejects it. */
export async function startTimestampAuthority(options: TimestampAuthorityOptions): Promise<RunningService> {
  const authority = await openAuthority(join(options.dataDir, 'timestamp-authority.json'));
  const app = newServer();
  app.addContentTypeParser('application/timestamp-query', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.get('/health', () => ({ status: 'up' }));
  app.get('/ca.pem', (_request, reply) => reply.type('application/x-pem-file').send(authority.caPem));
  app.get('/tsa.pem', (_request, reply) => reply.type('application/x-pem-file').send(authority.certificatePem));
  app.post<{ Body: unknown }>('/', async (request, reply) => {
    if (!Buffer.isBuffer(request.body))
      return sendProblem(reply, 415, 'timestamp.content-type', 'Send a query as application/timestamp-query.');
    const now = options.now?.() ?? new Date();
    return reply.type('application/timestamp-reply').send(await timestampReply(request.body, authority, now));
  });
  return listen(app, options.port ?? 0);
}

/** Settings: TIMESTAMP_AUTHORITY_PORT (4707), DEMO_DATA. */
export const timestampAuthority = () =>
  startTimestampAuthority({ dataDir: dataFolder(), port: portNumber('TIMESTAMP_AUTHORITY_PORT', 4707) });

if (import.meta.main) await runProgram(async () => ({ timestampAuthority: await timestampAuthority() }));
