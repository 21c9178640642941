// SPDX-License-Identifier: Apache-2.0
/** A hub, a consumer, a provider with its own system, and nginx before that system: what all exchange benches measure on. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Child } from '@stoa/server/src/child.ts';
import { consumerId, immediateCode, providerId, serviceCode } from './exchange-names.ts';
import { type LoadGenerator, startLoadGenerator } from './load-generator.ts';
import type { LoadOrder } from './load-result.ts';
import { type Nginx, startNginx } from './nginx.ts';
import type { Workplace } from './workplace.ts';

export const target = `/r1/${providerId}/${serviceCode}/search`;
export const body = JSON.stringify({
  purpose: 'x'.repeat(200),
  snils: '14567890105',
  familyName: 'Sharma',
  givenName: 'Rahul',
});
export const warmUpMs = 1000;
export const durationMs = 4000;

export interface World {
  readonly place: Workplace;
  readonly hub: Child;
  readonly consumerUrl: string;
  readonly upstreamUrl: string;
  /** First of two programs that pass a call on to the system and do nothing else. */
  readonly relayUrl: string;
  readonly generator: LoadGenerator;
  readonly nginx: Nginx | undefined;
  /** Process ids by the names figures carry. */
  readonly pids: Record<'hub' | 'consumer' | 'provider' | 'upstream' | 'postgres' | 'generator', number>;
}

export async function startWorld(place: Workplace): Promise<World> {
  const upstream = await place.run('upstream', ['src/programs/upstream.ts']);
  const upstreamPort = upstream.ready.port as number;
  const hub = await startHub(place, 'hub');
  const system = { rest: { url: `http://127.0.0.1:${upstreamPort}` } };
  const provider = await startConnector(place, hub, providerId, 'provider', {
    [serviceCode]: system,
    [immediateCode]: system,
  });
  const [answering] = provider.ready.connectors as { url: string }[];
  await place.run('reader', ['src/programs/reader.ts', answering?.url ?? '']);
  const consumer = await startConnector(place, hub, consumerId, 'consumer');
  const [connector] = consumer.ready.connectors as { url: string }[];
  const generator = await startLoadGenerator(join(place.folder, 'consumer'));
  place.atEnd(() => generator.stop());
  const nginx = await startNginx(join(place.folder, 'nginx'), upstreamPort);
  if (nginx) place.atEnd(() => nginx.stop());
  else process.stderr.write('nginx and wrk are not installed: the exchange is measured without its peer\n');
  const pids = {
    hub: hub.pid(),
    consumer: consumer.pid(),
    provider: provider.pid(),
    upstream: upstream.pid(),
    postgres: place.databasePid,
    generator: generator.pid,
  };
  const upstreamUrl = `http://127.0.0.1:${upstreamPort}`;
  const second = await place.run('second relay', ['src/programs/relay.ts', upstreamUrl]);
  const first = await place.run('first relay', ['src/programs/relay.ts', `http://127.0.0.1:${second.ready.port}`]);
  const relayUrl = `http://127.0.0.1:${first.ready.port}`;
  return { place, hub, consumerUrl: connector?.url ?? '', upstreamUrl, relayUrl, generator, nginx, pids };
}

/** Another one on the same database is one more hub of the same exchange. */
export const startHub = (place: Workplace, name: string): Promise<Child> =>
  place.run(name, ['src/programs/hub.ts'], {
    DATABASE_URL: place.databaseUrl,
    STOA_DATA: place.folder,
    STOA_HUB_PORT: '0',
    PORT: '0',
  });

export async function startConnector(
  place: Workplace,
  hub: Child,
  subsystem: string,
  name: 'consumer' | 'provider' | 'sick',
  services?: object,
) {
  const { url, tokens } = hub.ready as { url: string; tokens: Record<string, string> };
  const file = join(place.folder, `${name}.yaml`);
  const settings = {
    subsystem,
    port: 0,
    anybodyOnThisMachine: 'may speak for the department',
    platformUrl: url,
    dataDir: join(place.folder, name),
    enrolmentToken: tokens[name],
    ...(services ? { services } : {}),
  };
  await writeFile(file, JSON.stringify([settings]));
  return place.run(name, ['../apps/connector/src/main.ts', file]);
}

export const order = (kind: LoadOrder['kind'], url: string, concurrency: number): LoadOrder => ({
  kind,
  url,
  target,
  body,
  headers: { 'content-type': 'application/json', 'x-road-client': consumerId },
  concurrency,
  warmUpMs,
  durationMs,
});
