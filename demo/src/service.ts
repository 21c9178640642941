// SPDX-License-Identifier: Apache-2.0
/** What every program of the demo shares: an HTTP server on the loopback address and a start of its own. */
import Fastify, { type FastifyInstance } from 'fastify';

export interface RunningService {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** A server that answers errors as RFC 9457 problems, refuses unknown fields and never tells what broke inside. */
export function newServer(bodyLimitBytes = 65_536): FastifyInstance {
  const app = Fastify({
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
  });
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler((error: { statusCode?: number; code?: string; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const detail = status < 500 ? error.message : 'The demo program failed; its own output says why.';
    if (status >= 500) console.error(error);
    return sendProblem(reply, status, error.code?.toLowerCase() ?? 'demo.failed', detail);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, 404, 'demo.no-such-page', 'There is nothing at this address.'),
  );
  return app;
}

interface Reply {
  code(status: number): Reply;
  type(contentType: string): Reply;
  send(payload: string): Reply;
}

export const sendProblem = <R extends Reply>(reply: R, status: number, code: string, detail: string): R => {
  reply.code(status).type('application/problem+json');
  reply.send(JSON.stringify({ type: 'about:blank', title: code, status, code, detail }));
  return reply;
};

/** Listens on 127.0.0.1; port 0 takes any free one. */
export async function listen(app: FastifyInstance, port: number): Promise<RunningService> {
  const url = await app.listen({ host: '127.0.0.1', port });
  return { url, close: () => app.close() };
}

/**
 * Runs services as a program: prints `{"ready":true,"services":{name:url}}` when all are up, closes them on SIGTERM and
 * SIGINT. A start that fails ends the program with one line and exit code 1.
 */
export async function runProgram(start: () => Promise<Readonly<Record<string, RunningService>>>): Promise<void> {
  const services = await start().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
  const urls = Object.fromEntries(Object.entries(services).map(([name, service]) => [name, service.url]));
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await Promise.all(Object.values(services).map((service) => service.close()));
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
  // Started by another program: end with it, which may be gone by now.
  if (process.connected) process.once('disconnect', () => void stop());
  else if (process.send) void stop();
  console.log(JSON.stringify({ ready: true, services: urls }));
}
