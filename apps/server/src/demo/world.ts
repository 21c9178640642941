// SPDX-License-Identifier: Apache-2.0
/** The demo country around the platform: departments' own systems in one process, their connectors in another. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chancerySubsystems, exchangeInstance, subsystems, treasuryAccounts } from '@stoa/country-xm';
import { allowEnrolment } from '@stoa/exchange/contract';
import type { Config, Log, Platform } from '@stoa/kernel';
import { fileKeys } from '@stoa/kernel/keys';
import { type Child, startChild } from '../child.ts';
import { pickPort, waitForPort } from '../ports.ts';
import { certifyingBody } from './certification.ts';
import { describeDemo } from './described.ts';
import { connectorTokens } from './tokens.ts';
import { enterFirstPlaces } from './places.ts';
import { vehicleRegister } from './vehicle-register.ts';
import { enterWatched } from './watched.ts';
import { seedExchange, seedOrganisations, seedPeople, seedPowers, seedSources } from './seed.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const names = Object.keys(subsystems) as (keyof typeof subsystems)[];

/** Where everything of the demo listens; chosen before anything starts, since the parts name one another. */
export interface DemoPlan {
  readonly connectorPorts: Record<keyof typeof subsystems, number>;
  /** With what the systems of each department are known to its connector. */
  readonly tokens: Record<keyof typeof subsystems, string>;
  readonly hubPort: number;
  readonly programs: Child;
  /** Settings of the platform that lead to the demo's programs and connectors. */
  readonly env: Record<string, string>;
}

/** Starts the departments' own systems and outside parties. */
export async function planDemo(config: Config, log: Log): Promise<DemoPlan> {
  const free = config.env.STOA_DEMO_PORTS === 'free';
  const connectorPorts = {} as DemoPlan['connectorPorts'];
  for (const [index, name] of names.entries()) {
    const given = config.env[`STOA_DEMO_${name.toUpperCase()}_PORT`];
    connectorPorts[name] = await demoPort(given, free ? 0 : 4801 + index);
  }
  // A hub in another process listens already: its port is not ours to choose.
  const hubElsewhere = config.modules !== undefined && !config.modules.includes('exchange');
  const hubPort = hubElsewhere
    ? Number(config.env.STOA_HUB_PORT ?? 5500)
    : await demoPort(config.env.STOA_HUB_PORT, free ? 0 : 5500);
  const connector = (name: keyof typeof subsystems) => `http://127.0.0.1:${connectorPorts[name]}`;
  // Known to nobody but this data folder: who reads the sources can sign nothing in the bank's name.
  const keys = fileKeys(join(config.dataDir, 'keys'));
  const secretOf = (name: string) => keys.secret(`demo-${name}`).toString('base64url');
  const [bankKey, bankSecret, monitoringSecret, stripeKey, stripeSecret, treasuryKey = '', smsSecret = ''] = [
    ...['bank-key', 'bank-callbacks', 'monitoring', 'stripe-key', 'stripe-webhooks', 'treasury-bank', 'sms-centre'],
  ].map(secretOf);
  const tokens = await connectorTokens(config.dataDir, names, {
    labour: config.env.STOA_CONNECTOR_TOKEN,
    quality: config.env.STOA_QUALITY_CONNECTOR_TOKEN,
    platform: config.env.STOA_PLATFORM_CONNECTOR_TOKEN,
  });
  const programs = await startChild(
    'demo',
    [join(root, 'demo/src/main.ts')],
    {
      DEMO_DATA: join(config.dataDir, 'demo'),
      BANK_MERCHANT_KEY: bankKey ?? '',
      BANK_CALLBACK_SECRET: bankSecret ?? '',
      MONITORING_SYSTEM_SECRET: monitoringSecret ?? '',
      STRIPE_SECRET_KEY: stripeKey ?? '',
      STRIPE_WEBHOOK_SECRET: stripeSecret ?? '',
      STRIPE_WEBHOOK_URL: `${config.publicUrl ?? `http://127.0.0.1:${config.port}`}/payments/callbacks/stripe`,
      TREASURY_BANK_KEY: treasuryKey,
      SMS_CENTRE_SECRET: smsSecret,
      ...Object.fromEntries(
        Object.entries(connectorsOfPrograms).flatMap(([program, name]) => [
          [`${program}_CONNECTOR_URL`, connector(name)],
          [`${program}_CONNECTOR_TOKEN`, tokens[name]],
        ]),
      ),
      ...(await programPorts(free, config.env)),
    },
    log,
  );
  const { services } = programs.ready as { services: Record<string, string> };
  return {
    connectorPorts,
    tokens,
    hubPort,
    programs,
    env: {
      STOA_HUB_PORT: String(hubPort),
      STOA_CONNECTOR_URL: connector('labour'),
      STOA_QUALITY_CONNECTOR_URL: connector('quality'),
      STOA_PLATFORM_CONNECTOR_URL: connector('platform'),
      STOA_CHANCERY_CONNECTORS: JSON.stringify(
        Object.fromEntries(
          Object.entries(chancerySubsystems).flatMap(([institution, subsystem]) => {
            const name = names.find((one) => subsystems[one] === subsystem);
            return name ? [[institution, { url: connector(name), token: tokens[name] }]] : [];
          }),
        ),
      ),
      STOA_PRACTICE_CONNECTOR_URL: connector('practicePartner'),
      STOA_PRACTICE_CONNECTOR_TOKEN: tokens.practicePartner,
      STOA_CONNECTOR_TOKEN: tokens.labour,
      STOA_QUALITY_CONNECTOR_TOKEN: tokens.quality,
      STOA_PLATFORM_CONNECTOR_TOKEN: tokens.platform,
      STOA_BANK_URL: services.bank ?? '',
      STOA_BANK_KEY: bankKey ?? '',
      STOA_BANK_SECRET: bankSecret ?? '',
      STOA_STRIPE_URL: services.stripe ?? '',
      STOA_STRIPE_KEY: stripeKey ?? '',
      STOA_STRIPE_WEBHOOK_SECRET: stripeSecret ?? '',
      STOA_INITIATION_URL: services.initiation ?? '',
      ...collecting,
      STOA_CERTIFIER: config.env.STOA_CERTIFIER ?? certifyingBody,
      STOA_TREASURY_BANK_URL: services.treasuryBank ?? '',
      STOA_TREASURY_BANK_KEY: treasuryKey,
      STOA_SMTP_URL: services.smtp ?? '',
      STOA_BOUNCE_ADDRESS: 'bounces@stoa.example',
      STOA_SMS_PROVIDERS: JSON.stringify([
        { id: 'sms-centre', kind: 'smpp', url: services.smpp, from: 'MERIDIA', keyed: true, perSecond: 50 },
        {
          id: 'sms-gateway',
          kind: 'http',
          url: services.smsCentre,
          from: 'MERIDIA',
          key: smsSecret,
          secret: smsSecret,
        },
      ]),
      STOA_TSA_URL: services.timestampAuthority ?? '',
      STOA_SIGNING_SERVICE_URL: `${services.signingService ?? ''}/csc/v2`,
      STOA_MONITORING_URL: services.monitoringSystem ?? '',
      STOA_MONITORING_SECRET: monitoringSecret ?? '',
    },
  };
}

/** What programs call their connectors in their settings. */
const connectorsOfPrograms: Readonly<Record<string, keyof typeof subsystems>> = {
  ...{ EDUCATION: 'diplomas', POLICE: 'police', TAX: 'taxes', COMPANIES: 'companies', LABOUR: 'labour', LAND: 'land' },
  ...{ CLINICS: 'clinics', VEHICLE_OFFICE: 'vehicles', PASSPORT_OFFICE: 'population', CONTRACT_REGISTER: 'contracts' },
  ...{ HEALTH_REGISTER: 'clinics', POPULATION_REGISTER: 'population', FOREIGN_WORKER_REGISTER: 'foreigners' },
  VISA_REGISTER: 'visas',
};

/** Where the fees of Meridia are collected. The account exists nowhere. */
const collecting = {
  STOA_COLLECTING_IBAN: treasuryAccounts.transfers,
  STOA_COLLECTING_NAME: 'Treasury of Meridia',
  STOA_COLLECTING_NUMBER: '0100000017',
};

const programNames = [
  'COMPANY_REGISTER',
  'POPULATION_REGISTER',
  'EDUCATION',
  'POLICE',
  'BANK',
  'MAIL_CATCHER',
  'TIMESTAMP_AUTHORITY',
  'MONITORING_SYSTEM',
  'TAX_REGISTER',
  'LAND_REGISTER',
  'EMPLOYER_WATCH',
  'SIGNING_SERVICE',
  'CLINICS',
  'STRIPE',
  'INITIATION',
  'TREASURY_BANK',
  'SMS_CENTRE',
  'FOREIGN_WORKER_REGISTER',
  'VEHICLE_OFFICE',
  'PASSPORT_OFFICE',
  'COMPANY_REGISTRAR',
  'EXAMINATION_CENTRE',
  'BUILDING_BODIES',
  'CONTRACT_REGISTER',
];

/** Settings that name the ports of the demo's programs and connectors. */
export const demoPorts: readonly string[] = [
  ...programNames.map((name) => `${name}_PORT`),
  'HEALTH_REGISTER_PORT',
  'VISA_REGISTER_PORT',
  'MAIL_CATCHER_SMTP_PORT',
  'SMS_CENTRE_SMPP_PORT',
  ...names.map((name) => `STOA_DEMO_${name.toUpperCase()}_PORT`),
];

/** A given port is waited for, 0 asks for a free one; otherwise the usual one where it is free. */
const demoPort = async (given: string | undefined, usual: number) =>
  given && given !== '0' ? waitForPort(Number(given)) : pickPort(given === '0' ? 0 : usual);

/** The ports the settings give, otherwise the usual ones where they are free. They stay the same when a program is started again. */
async function programPorts(free: boolean, env: Config['env']): Promise<Record<string, string>> {
  const ports: Record<string, string> = {};
  const choose = async (name: string, usual: number) => {
    ports[name] = String(await demoPort(env[name], free ? 0 : usual));
  };
  for (const [index, name] of programNames.entries()) await choose(`${name}_PORT`, 4701 + index);
  await choose('MAIL_CATCHER_SMTP_PORT', 4725);
  await choose('SMS_CENTRE_SMPP_PORT', 4776);
  await choose('HEALTH_REGISTER_PORT', 4727);
  await choose('VISA_REGISTER_PORT', 4728);
  return ports;
}

/** Enters the demo's data, enrols and starts the connectors, and writes down where everything is. */
export async function populateDemo(
  platform: Platform,
  plan: DemoPlan,
  databaseUrl: string,
  onProgress: (step: string) => void,
): Promise<Child> {
  onProgress('entering the people and organisations of Meridia, connecting its departments');
  const vehicles = vehicleRegister(databaseUrl, platform.config.dataDir, platform.log);
  await seedOrganisations(platform);
  const people = seedPeople(platform);
  // Waited for below; what is wrong with it is said there.
  people.catch(() => undefined);
  await seedExchange(platform);
  const connectors = await connectDepartments(platform, plan, vehicles);
  await people;
  await seedPowers(platform);
  await seedSources(platform);
  await enterFirstPlaces(platform);
  await enterWatched(platform);
  return connectors;
}

async function connectDepartments(platform: Platform, plan: DemoPlan, vehicles: Promise<string>): Promise<Child> {
  const { config, log } = platform;
  const dataDir = join(config.dataDir, 'connectors');
  await mkdir(dataDir, { recursive: true });
  const { services } = plan.programs.ready as { services: Record<string, string> };
  const env: Record<string, string> = {
    PLATFORM_URL: `http://127.0.0.1:${new URL(platform.url).port}`,
    EXCHANGE_INSTANCE: exchangeInstance,
    HUB_URL: `https://127.0.0.1:${plan.hubPort}`,
    CONNECTOR_DATA: dataDir,
    COMPANY_REGISTER_URL: services.companyRegister ?? '',
    POPULATION_REGISTER_URL: services.populationRegister ?? '',
    TAX_REGISTER_URL: services.taxRegister ?? '',
    EMPLOYER_WATCH_URL: services.employerWatch ?? '',
    FOREIGN_WORKER_REGISTER_URL: services.foreignWorkerRegister ?? '',
    COMPANY_REGISTRAR_URL: services.companyRegistrar ?? '',
    CONTRACT_REGISTER_URL: services.contractRegister ?? '',
    HEALTH_REGISTER_URL: services.healthRegister ?? '',
    VISA_REGISTER_URL: services.visaRegister ?? '',
    LAND_FOLDER: join(config.dataDir, 'demo', 'land'),
    VEHICLE_DATABASE_URL: await vehicles,
  };
  for (const name of names) {
    env[`${name.toUpperCase()}_SYSTEM_TOKEN`] = plan.tokens[name];
    env[`${name.toUpperCase()}_PORT`] = String(plan.connectorPorts[name]);
    const enrolled = existsSync(join(dataDir, name, 'credentials.json'));
    env[`${name.toUpperCase()}_TOKEN`] = enrolled
      ? 'enrolled'
      : (await platform.call(allowEnrolment, { subsystemId: subsystems[name] }, { principal: { kind: 'system' } }))
          .token;
  }
  const connectors = await startChild(
    'connectors',
    [join(root, 'apps/connector/src/main.ts'), join(root, 'demo/connectors.yaml')],
    env,
    log,
  );
  await writeFile(
    join(config.dataDir, 'demo.json'),
    `${JSON.stringify(describeDemo(platform, plan, connectors, services), null, 2)}\n`,
    { mode: 0o600 },
  );
  return connectors;
}
