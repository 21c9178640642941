// SPDX-License-Identifier: Apache-2.0
/** Where everything of the running demo is, as `demo.json` and `stoa demo info` say. */
import { companiesDirectedBy, demoAccounts, demoAppSecret, demoPassword, subsystems } from '@stoa/country-xm';
import type { Platform } from '@stoa/kernel';
import type { Child } from '../child.ts';
import type { DemoPlan } from './world.ts';

const names = Object.keys(subsystems) as (keyof typeof subsystems)[];

export function describeDemo(platform: Platform, plan: DemoPlan, connectors: Child, services: Record<string, string>) {
  return {
    portalUrl: platform.config.publicUrl ?? platform.url,
    issuer: `${platform.config.publicUrl ?? platform.url}/oidc`,
    accounts: demoAccounts.map(({ login, person, duties }) => ({
      login,
      password: demoPassword,
      ...(duties.length > 0 ? { appSecret: demoAppSecret } : {}),
      name: person.nameLatin,
      duties: duties.map((duty) => duty.code),
      /** INN of the companies they direct. */
      directs: companiesDirectedBy(person.snils).map(({ inn }) => inn),
    })),
    connectors: (connectors.ready.connectors as { subsystem: string; url: string }[]).map((one) => ({
      ...one,
      token: names.flatMap((name) => (subsystems[name] === one.subsystem ? plan.tokens[name] : []))[0],
    })),
    exchangeServices: [
      `${subsystems.companies}/companies`,
      `${subsystems.population}/persons`,
      `${subsystems.vehicles}/vehicles`,
      `${subsystems.taxes}/debts`,
    ],
    programs: services,
    hubUrl: `https://127.0.0.1:${plan.hubPort}`,
    processes: { platform: process.pid, demo: plan.programs.pid(), connectors: connectors.pid() },
  };
}
