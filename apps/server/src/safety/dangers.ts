// SPDX-License-Identifier: Apache-2.0
/** What makes an installation unsafe, as a list: asked at the start of production, and by `stoa doctor` of every installation. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Config, usualRateLimit } from '@stoa/kernel';
import { demoCountry } from '../demo/ours.ts';
import { demoRuns } from '../demo/leave.ts';
import { keyForOthers } from './keys.ts';
import { clientsInClear, holdsEverybody, isThisMachine, otherHost, settingsInClear, urlOf } from './places.ts';

/** What is asked: the settings, and how this process runs. */
export interface Asked {
  readonly config: Config;
  /** Undefined where the system has no users. */
  readonly uid: number | undefined;
  /** Arguments of Node itself, with those of `NODE_OPTIONS`. */
  readonly nodeOptions: string;
}

export interface Danger {
  readonly code: string;
  readonly question: string;
  readonly mend: string;
  /** `STOA_ACCEPTED_RISKS` may name it: something that this process cannot see may stand in its place. */
  readonly acceptable: boolean;
  /** What is unsafe, without any secret; undefined where nothing is. */
  readonly found: (asked: Asked) => string | undefined | Promise<string | undefined>;
}

const leastSecret = 32;
/** Chosen by this installation itself; what banks give out has the length that they choose. */
const ownSecrets = [
  ...['STOA_METRICS_TOKEN', 'STOA_CONNECTOR_TOKEN', 'STOA_QUALITY_CONNECTOR_TOKEN', 'STOA_PLATFORM_CONNECTOR_TOKEN'],
  ...['STOA_PRACTICE_CONNECTOR_TOKEN', 'STOA_MONITORING_SECRET'],
];
const fewestAnswers = 5;

export const dangers: readonly Danger[] = [
  {
    code: 'demo-on',
    question: 'Is the demo country left out?',
    mend: 'Set STOA_DEMO=0.',
    acceptable: false,
    found: ({ config }) => (demoRuns(config) ? 'the demo is on: its accounts have published passwords' : undefined),
  },
  {
    code: 'demo-on-network',
    question: 'Has nobody opened the demo to the network?',
    mend: 'Take STOA_DEMO_ON_NETWORK away.',
    acceptable: false,
    found: ({ config }) => (config.env.STOA_DEMO_ON_NETWORK ? 'STOA_DEMO_ON_NETWORK is set' : undefined),
  },
  {
    code: 'demo-data',
    question: 'Has this data folder never held the demo?',
    mend: 'Begin with a new, empty folder (STOA_DATA) and a new, empty database.',
    acceptable: false,
    found: ({ config }) =>
      existsSync(join(config.dataDir, 'demo.json')) ? 'the data folder holds the demo country' : undefined,
  },
  demoCountry,
  {
    code: 'embedded-database',
    question: 'Is the database a server of its own?',
    mend: 'Set DATABASE_URL, or accept it where one machine is enough and its copies are made.',
    acceptable: true,
    found: ({ config }) => (config.databaseUrl ? undefined : 'the embedded database is used, on this one machine'),
  },
  {
    code: 'no-archive',
    question: 'Can what was written a minute ago come back?',
    mend: 'Set STOA_ARCHIVE to a folder on another disk.',
    acceptable: true,
    found: ({ config }) =>
      config.databaseUrl || config.env.STOA_ARCHIVE ? undefined : 'the embedded database keeps no archive of its log',
  },
  {
    code: 'archive-beside-data',
    question: 'Does the archive outlive the data folder?',
    mend: 'Name a folder on another disk with STOA_ARCHIVE.',
    acceptable: false,
    found: ({ config }) =>
      config.env.STOA_ARCHIVE && !relative(config.dataDir, config.env.STOA_ARCHIVE).startsWith('..')
        ? 'STOA_ARCHIVE lies in the data folder'
        : undefined,
  },
  {
    code: 'database-in-clear',
    question: 'Is the way to the database encrypted, and its server known?',
    mend: 'Add sslmode=verify-full, with sslrootcert=<file>, to DATABASE_URL.',
    acceptable: true,
    found: ({ config }) => {
      const url = urlOf(config.databaseUrl);
      const host = otherHost(url);
      return host && url?.searchParams.get('sslmode') !== 'verify-full'
        ? `DATABASE_URL leads to ${host} without sslmode=verify-full`
        : undefined;
    },
  },
  {
    code: 'broker-in-clear',
    question: 'Is the way to RabbitMQ encrypted?',
    mend: 'Use amqps:// in AMQP_URL.',
    acceptable: true,
    found: ({ config }) => {
      const url = urlOf(config.amqpUrl);
      const host = otherHost(url);
      return host && url?.protocol !== 'amqps:' ? `AMQP_URL leads to ${host} without TLS` : undefined;
    },
  },
  {
    code: 'broker-guest',
    question: 'Does RabbitMQ know this installation by an account of its own?',
    mend: 'Make a user of RabbitMQ with a password of its own, and name both in AMQP_URL.',
    acceptable: false,
    found: ({ config }) => {
      const url = urlOf(config.amqpUrl);
      return otherHost(url) && ['', 'guest'].includes(url?.username ?? '')
        ? "AMQP_URL uses RabbitMQ's published account"
        : undefined;
    },
  },
  {
    code: 'public-address',
    question: 'Do people reach it over https?',
    mend: 'Set STOA_PUBLIC_URL to the https address in front of it.',
    acceptable: false,
    found: ({ config: { publicUrl } }) => {
      if (!publicUrl) return 'STOA_PUBLIC_URL is not set';
      return publicUrl.startsWith('https:') ? undefined : 'STOA_PUBLIC_URL is no https address';
    },
  },
  {
    code: 'open-to-network',
    question: 'Does only the proxy that ends TLS reach this process?',
    mend: 'Name the proxies with STOA_TRUSTED_PROXIES, or listen on HOST=127.0.0.1.',
    acceptable: true,
    found: ({ config: { host, trustedProxies } }) =>
      isThisMachine(host) || trustedProxies.length > 0
        ? undefined
        : `it listens on ${host} without TLS, and names no proxy in front`,
  },
  {
    code: 'proxies-of-anybody',
    question: 'Are only machines of the operator believed about who asks?',
    mend: 'List the addresses or networks of the proxies alone in STOA_TRUSTED_PROXIES.',
    acceptable: false,
    found: ({ config: { trustedProxies } }) => {
      const wide = trustedProxies.find(holdsEverybody);
      return wide ? `STOA_TRUSTED_PROXIES names ${wide}: anybody could say who they are` : undefined;
    },
  },
  {
    code: 'peers-in-clear',
    question: 'Is what processes tell one another encrypted?',
    mend: 'Use https addresses in STOA_PEERS, or accept it where the network between them is encrypted.',
    acceptable: true,
    found: ({ config: { peers } }) => {
      const far = Object.entries(peers).filter(([, peer]) => peer.startsWith('http:') && otherHost(urlOf(peer)));
      return far.length > 0 ? `STOA_PEERS leads to ${far.map(([name]) => name).join(', ')} over http` : undefined;
    },
  },
  {
    code: 'addresses-in-clear',
    question: 'Is what goes to others (connectors, banks, mail, SMS) encrypted?',
    mend: 'Use https, smtps or smtp with ?requireTLS=true, smpps, and "tls": true.',
    acceptable: true,
    found: ({ config }) => {
      const names = settingsInClear(config.env);
      return names.length > 0 ? `to another machine in clear: ${names.join(', ')}` : undefined;
    },
  },
  {
    code: 'clients-in-clear',
    question: 'Are people sent back to clients over https?',
    mend: 'Use https addresses as redirect_uris in STOA_OIDC_CLIENTS.',
    acceptable: false,
    found: ({ config }) => {
      const clients = clientsInClear(config.env);
      return clients.length > 0 ? `codes go over http to ${clients.join(', ')}` : undefined;
    },
  },
  {
    code: 'keys-for-others',
    question: 'Does nobody else of this machine read the keys?',
    mend: 'Close the folders: chmod -R go= <STOA_DATA>/keys <STOA_DATA>/connectors.',
    acceptable: false,
    found: async ({ config }) => {
      const open = await keyForOthers(config.dataDir);
      return open ? `others may read ${open}` : undefined;
    },
  },
  {
    code: 'short-secrets',
    question: 'Can no secret be guessed?',
    mend: `Give each at least ${leastSecret} characters: openssl rand -base64 32.`,
    acceptable: false,
    found: ({ config: { env } }) => {
      const short = ownSecrets.filter((name) => env[name] && env[name].length < leastSecret);
      return short.length > 0 ? `shorter than ${leastSecret} characters: ${short.join(', ')}` : undefined;
    },
  },
  {
    code: 'no-limits',
    question: 'Is there a limit to guesses and floods?',
    mend: 'Leave STOA_RATE_LIMIT out, or set it to what one proxy or office needs.',
    acceptable: true,
    found: ({ config: { rateLimit } }) =>
      rateLimit === 0 || rateLimit > usualRateLimit * 100
        ? `STOA_RATE_LIMIT=${rateLimit} limits nobody, sign-in neither`
        : undefined,
  },
  {
    code: 'log-level',
    question: 'Does the log say what operators need, and no more?',
    mend: 'Leave STOA_LOG out, or set it to info, warn or error.',
    acceptable: true,
    found: ({ config: { logLevel } }) =>
      ['trace', 'debug', 'silent', 'fatal'].includes(logLevel) ? `STOA_LOG=${logLevel}` : undefined,
  },
  {
    code: 'late-checkpoints',
    question: 'Is evidence signed every minute?',
    mend: 'Leave STOA_CHECKPOINT_SECONDS out, or set it to 60 at most.',
    acceptable: true,
    found: ({ config: { env } }) =>
      Number(env.STOA_CHECKPOINT_SECONDS ?? 60) > 60
        ? `STOA_CHECKPOINT_SECONDS=${env.STOA_CHECKPOINT_SECONDS}: that long the end of a ledger can be cut off unseen`
        : undefined,
  },
  {
    code: 'no-time-stamps',
    question: 'Does somebody else say when evidence was made?',
    mend: 'Set STOA_TSA_URL to a time-stamp authority (RFC 3161).',
    acceptable: true,
    found: ({ config }) => (config.tsaUrl ? undefined : 'STOA_TSA_URL is not set: checkpoints carry no time stamp'),
  },
  {
    code: 'few-answers',
    question: 'Does no published figure tell what one person said?',
    mend: `Leave STOA_MINIMUM_ANSWERS and STOA_BLIND_BATCH out, or set them to ${fewestAnswers} at least.`,
    acceptable: true,
    found: ({ config: { env } }) => {
      const few = ['STOA_MINIMUM_ANSWERS', 'STOA_BLIND_BATCH'].filter(
        (name) => env[name] && Number(env[name]) < fewestAnswers,
      );
      return few.length > 0 ? `fewer than ${fewestAnswers} answers stand together: ${few.join(', ')}` : undefined;
    },
  },
  {
    code: 'clear-columns',
    question: 'Is what people said sealed?',
    mend: 'Take STOA_CLEAR_COLUMNS away once no process of the release before runs.',
    acceptable: true,
    found: ({ config: { env } }) => (env.STOA_CLEAR_COLUMNS ? 'STOA_CLEAR_COLUMNS leaves columns readable' : undefined),
  },
  {
    code: 'tls-unchecked',
    question: 'Are certificates of others checked?',
    mend: 'Take NODE_TLS_REJECT_UNAUTHORIZED away; name authorities of your own with NODE_EXTRA_CA_CERTS.',
    acceptable: false,
    found: ({ config: { env } }) =>
      env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
        ? 'NODE_TLS_REJECT_UNAUTHORIZED=0: any certificate passes'
        : undefined,
  },
  {
    code: 'debugger',
    question: 'Can nobody look into the process?',
    mend: 'Take --inspect out of the command and of NODE_OPTIONS.',
    acceptable: false,
    found: ({ nodeOptions }) => (/--inspect\b/.test(nodeOptions) ? 'a debugger can attach (--inspect)' : undefined),
  },
  {
    code: 'root',
    question: 'Does it run without more rights than it needs?',
    mend: 'Run it as a user of its own.',
    acceptable: true,
    found: ({ uid }) => (uid === 0 ? 'it runs as root' : undefined),
  },
];
