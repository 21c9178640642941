// SPDX-License-Identifier: Apache-2.0
import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** Settings of a process, read once from the environment. */
export interface Config {
  readonly host: string;
  /** 0 chooses a free port. */
  readonly port: number;
  /** Folder of keys, the embedded database and files. */
  readonly dataDir: string;
  /** External PostgreSQL; undefined runs the embedded one. */
  readonly databaseUrl: string | undefined;
  /** RabbitMQ; undefined delivers events in this process. */
  readonly amqpUrl: string | undefined;
  /** Modules this process runs; undefined runs all. */
  readonly modules: readonly string[] | undefined;
  /** Base URLs of processes that run other modules. */
  readonly peers: Readonly<Record<string, string>>;
  /** Name of the environment; part of every signed record. */
  readonly circuit: string;
  /** Address people use in the browser, without a trailing slash. */
  readonly publicUrl: string | undefined;
  readonly tsaUrl: string | undefined;
  readonly logLevel: string;
  /** Requests a minute from one address before 429. */
  readonly rateLimit: number;
  /** Networks (CIDR) of proxies whose `X-Forwarded-*` headers are believed; limits then count the person behind them. */
  readonly trustedProxies: readonly string[];
  /** Further names (`host` or `host:port`) this process answers to, beside the public one. */
  readonly hosts: readonly string[];
  /** The demo country is part of this data folder: its accounts, whose passwords are published, may sign in. */
  readonly demo: boolean;
  /** Any other setting a module reads under its own documented name. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Requests a minute from one address; smaller limits of single routes are counted against this one. */
export const usualRateLimit = 6000;

/** A setting that is an address, without a slash at its end; undefined where it is missing. Throws ConfigError. */
export const urlSetting = (
  env: Config['env'],
  name: string,
  protocols: readonly string[] = ['http:', 'https:'],
): string | undefined => {
  const value = env[name];
  if (!value) return undefined;
  const scheme = URL.canParse(value) ? new URL(value).protocol : '';
  if (!protocols.includes(scheme)) {
    throw new ConfigError(`${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
  }
  return value.replace(/\/$/, '');
};

const integer = (env: Config['env'], name: string, fallback: number, max: number): number => {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > max) {
    throw new ConfigError(`${name} must be a whole number from 0 to ${max}, not "${value}"`);
  }
  return number;
};

const list = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);

function networks(env: Config['env'], name: string): string[] {
  const given = list(env[name]);
  for (const one of given) {
    const [address = '', bits] = one.split('/');
    const version = isIP(address);
    if (
      version === 0 ||
      (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
    )
      throw new ConfigError(`${name} must list addresses or networks such as "10.0.0.0/8"; "${one}" is none`);
  }
  return given;
}

const environments = ['production', 'development'];
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** Reads the settings; throws ConfigError with one clear line about the first that is wrong. */
export function readConfig(env: Config['env'], knownModules: readonly string[]): Config {
  const modules = env.STOA_MODULES?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  for (const name of modules ?? []) {
    if (!knownModules.includes(name)) {
      throw new ConfigError(`STOA_MODULES names "${name}", which is none of: ${knownModules.join(', ')}`);
    }
  }
  const peers: Record<string, string> = {};
  for (const pair of env.STOA_PEERS?.split(',').filter(Boolean) ?? []) {
    const [name = '', address = ''] = pair.split(/=(.*)/s);
    if (!knownModules.includes(name.trim()) || !URL.canParse(address)) {
      throw new ConfigError(`STOA_PEERS must look like "quality=http://host:port,…"; "${pair}" does not`);
    }
    peers[name.trim()] = address.replace(/\/$/, '');
  }
  const amqpUrl = urlSetting(env, 'AMQP_URL', ['amqp:', 'amqps:']);
  const databaseUrl = urlSetting(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  const missing = modules ? knownModules.filter((name) => !modules.includes(name) && !peers[name]) : [];
  if (modules && missing.length > 0) {
    throw new ConfigError(
      `STOA_PEERS must say where the modules run that this process does not: ${missing.join(', ')}`,
    );
  }
  if (modules && missing.length + Object.keys(peers).length > 0 && !amqpUrl) {
    throw new ConfigError('AMQP_URL must be set when STOA_MODULES runs only some of the modules in this process');
  }
  const circuit = env.STOA_CIRCUIT || 'production';
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(circuit)) {
    throw new ConfigError('STOA_CIRCUIT must be a short lower-case name such as "production" or "test"');
  }
  const logLevel = env.STOA_LOG || 'info';
  if (!logLevels.includes(logLevel)) throw new ConfigError(`STOA_LOG must be one of ${logLevels.join(', ')}`);
  // A word that is mistyped would leave out what production refuses.
  if (env.STOA_ENV && !environments.includes(env.STOA_ENV))
    throw new ConfigError(`STOA_ENV must be one of ${environments.join(', ')}, or left out`);
  return {
    host: env.HOST || '127.0.0.1',
    port: integer(env, 'PORT', 8080, 65_535),
    dataDir: resolve(env.STOA_DATA || 'data'),
    databaseUrl,
    amqpUrl,
    modules,
    peers,
    circuit,
    publicUrl: urlSetting(env, 'STOA_PUBLIC_URL'),
    tsaUrl: urlSetting(env, 'STOA_TSA_URL'),
    logLevel,
    rateLimit: integer(env, 'STOA_RATE_LIMIT', usualRateLimit, 10_000_000),
    trustedProxies: networks(env, 'STOA_TRUSTED_PROXIES'),
    hosts: list(env.STOA_HOSTS).map((host) => host.toLowerCase()),
    demo: (env.STOA_DEMO ?? (modules ? '0' : '1')) === '1',
    env,
  };
}
