// SPDX-License-Identifier: Apache-2.0
/** What answers: the platform itself, its ports, the other processes, RabbitMQ, the address people use. */
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Config } from '@stoa/kernel';
import { urlOf } from '../safety/places.ts';
import { fault, type Finding, messageOf, ok, unasked, warning } from './finding.ts';
import { certificateFinding } from './machine.ts';

const patienceMs = 5000;

export interface Ready {
  readonly status: 'up' | 'down';
  readonly modules: Readonly<Record<string, string>>;
}

/** What a process of Stoa says of itself; undefined where none answers. */
async function readyOf(base: string): Promise<Ready | undefined> {
  try {
    const answer = await fetch(`${base}/health/ready`, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' });
    const body = (await answer.json()) as Partial<Ready>;
    return body.status && body.modules ? (body as Ready) : undefined;
  } catch {
    return undefined;
  }
}

const local = (host: string) => (['0.0.0.0', '::', '*'].includes(host) ? '127.0.0.1' : host);

const isFree = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });

/** The platform of these settings where it runs; otherwise whether its port is free for it. */
async function platform(config: Config): Promise<{ runs: boolean; findings: Finding[] }> {
  const { port } = config;
  const host = local(config.host);
  const ready = await readyOf(`http://${host.includes(':') ? `[${host}]` : host}:${port}`);
  if (ready) {
    const down = Object.entries(ready.modules).flatMap(([name, state]) => (state === 'up' ? [] : [name]));
    const count = Object.keys(ready.modules).length;
    return {
      runs: true,
      findings: [
        ready.status === 'up'
          ? ok('platform', `runs on port ${port} with ${count} modules, all ready`)
          : fault('platform', `runs and is not ready: ${down.join(', ') || 'it is stopping'}`, 'See its log.'),
      ],
    };
  }
  const free = port === 0 || (await isFree(port, config.host));
  return {
    runs: false,
    findings: [
      unasked('platform', 'does not run here, so it was not asked how it stands', 'Start it: npm start'),
      free
        ? ok('port', port === 0 ? 'any free port is taken' : `port ${port} is free`)
        : fault('port', `port ${port} is used by another program`, 'Stop that, or set PORT to another one.'),
    ],
  };
}

/** Each other process: whether it answers, and by the name that this one calls it by. */
async function peers({ peers }: Config): Promise<Finding[]> {
  const byAddress = Map.groupBy(Object.entries(peers), ([, address]) => address);
  const findings: Finding[] = [];
  for (const [address, named] of byAddress) {
    const names = named.map(([name]) => name);
    const ready = await readyOf(address);
    const { host } = new URL(address);
    if (!ready)
      findings.push(fault('peer', `${host} does not answer (${names.join(', ')})`, 'Start it, or correct STOA_PEERS.'));
    else {
      const lacking = names.filter((name) => !(name in ready.modules));
      const answered = await fetch(`${address}/api/openapi.json`, { signal: AbortSignal.timeout(patienceMs) }).catch(
        () => undefined,
      );
      if (lacking.length > 0)
        findings.push(fault('peer', `${host} does not run ${lacking.join(', ')}`, 'Correct STOA_PEERS.'));
      else if (answered?.status === 421)
        findings.push(fault('peer', `${host} refuses that name (421)`, `Add ${host} to its STOA_HOSTS.`));
      else findings.push(ok('peer', `${host} runs ${names.join(', ')}`));
    }
  }
  return findings;
}

/** AMQP 0-9-1, section 4.2.2: a broker answers the header of the protocol with a frame (type 1, method 10.10). */
const header = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);

async function broker({ amqpUrl }: Config): Promise<Finding[]> {
  const url = urlOf(amqpUrl);
  if (!url) return [];
  const secure = url.protocol === 'amqps:';
  const port = Number(url.port || (secure ? 5671 : 5672));
  const says = await new Promise<string | undefined>((resolve) => {
    const options = { host: url.hostname, port };
    const socket: Socket = secure ? connectTls({ ...options, servername: url.hostname }) : connect(options);
    const done = (fault: string | undefined) => {
      socket.destroy();
      resolve(fault);
    };
    socket.setTimeout(patienceMs, () => done('it says nothing'));
    socket.once('error', (error) => done(messageOf(error)));
    socket.once(secure ? 'secureConnect' : 'connect', () => socket.write(header));
    socket.once('data', (data: Buffer) => done(data[0] === 1 ? undefined : 'it speaks no AMQP 0-9-1'));
  });
  return [
    says === undefined
      ? ok('broker', `RabbitMQ answers at ${url.host}`)
      : fault('broker', `RabbitMQ at ${url.host}: ${says}`, 'Start it, or correct AMQP_URL. Events wait meanwhile.'),
  ];
}

/** When the certificate ends that somebody shows, whoever issued it. */
const shownCertificate = (host: string, port: number) =>
  new Promise<Date | string>((resolve) => {
    const named = /[a-z]/i.test(host) && !host.includes(':') ? { servername: host } : {};
    const socket = connectTls({ host, port, ...named, rejectUnauthorized: false });
    const done = (found: Date | string) => {
      socket.destroy();
      resolve(found);
    };
    socket.setTimeout(patienceMs, () => done('it says nothing'));
    socket.once('error', (error) => done(messageOf(error)));
    socket.once('secureConnect', () => {
      const { valid_to: until } = socket.getPeerCertificate();
      done(until ? new Date(until) : 'it shows no certificate');
    });
  });

async function certificates(config: Config, runs: boolean): Promise<Finding[]> {
  const findings: Finding[] = [];
  const publicUrl = urlOf(config.publicUrl);
  if (publicUrl?.protocol === 'https:') {
    const shown = await shownCertificate(publicUrl.hostname.replace(/^\[|\]$/g, ''), Number(publicUrl.port || 443));
    const code = 'certificate-public';
    findings.push(
      typeof shown === 'string'
        ? warning(
            code,
            `${publicUrl.host} is not reached from here: ${shown}`,
            'Let this machine reach it: what a sign-in of the portal gave is redeemed at the public address.',
          )
        : certificateFinding(code, `the certificate of ${publicUrl.host}`, shown),
    );
  }
  const servesHub = config.modules?.includes('exchange') ?? true;
  if (!servesHub) return findings;
  const host = local(config.env.STOA_HUB_HOST ?? '127.0.0.1');
  const port = Number(config.env.STOA_HUB_PORT || 5500);
  const shown = runs ? await shownCertificate(host, port) : 'the platform does not run';
  if (typeof shown !== 'string')
    findings.push(certificateFinding('certificate-hub', 'the certificate of the hub', shown));
  else if (runs)
    findings.push(warning('certificate-hub', `the hub does not listen on port ${port}: ${shown}`, 'See its log.'));
  else if (port === 0 || (await isFree(port, config.env.STOA_HUB_HOST ?? '127.0.0.1')))
    findings.push(
      ok('port-hub', port === 0 ? 'any free port is taken by the hub' : `port ${port} is free for the hub`),
    );
  else findings.push(fault('port-hub', `port ${port} is used by another program`, 'Stop that, or set STOA_HUB_PORT.'));
  return findings;
}

export async function askNetwork(config: Config): Promise<Finding[]> {
  const { runs, findings } = await platform(config);
  const [others, queue, ends] = await Promise.all([peers(config), broker(config), certificates(config, runs)]);
  return [...findings, ...others, ...queue, ...ends];
}
