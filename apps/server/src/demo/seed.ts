// SPDX-License-Identifier: Apache-2.0
/** Meridia's people, organisations and exchange, entered through the platform's own operations. Running it again changes nothing. */
import { readFile } from 'node:fs/promises';
import { Answer, Message, messageType, practicePartner, setAdmission } from '@stoa/correspondence/contract';
import {
  architectureSubjects,
  chancerySubsystems,
  companies,
  demoAccounts,
  demoAppSecret,
  demoPassword,
  exchangeInstance,
  governmentOrganisations,
  informationTypes,
  localDate,
  subsystems,
} from '@stoa/country-xm';
import * as exchange from '@stoa/exchange/contract';
import * as identity from '@stoa/identity/contract';
import type { Platform } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { enterDemoOrganisations } from '@stoa/organisations/contract';
import { readRegisters } from '@stoa/powers/contract';
import { setSource } from '@stoa/quality/contract';
import { parse } from 'yaml';

const system = { kind: 'system' } as const;

/** Companies, a bureau that was merged years ago, and bodies that only the register of the architecture speaks of. */
export async function seedOrganisations({ call }: Platform): Promise<void> {
  const as = { principal: { kind: 'service', id: 'demo' } } as const;
  const items = companies().map(({ inn, ogrn, kpp, name, regionCode, registeredOn, address }) => ({
    id: inn,
    facts: {
      ...{ kind: 'company' as const, name, inn, ogrn, kpp, regionCode, from: registeredOn },
      address: { en: address, ru: address, kk: address, uk: address, ar: address },
    },
  }));
  const bureau = {
    id: 'XM-LICENCE-BUREAU',
    facts: {
      kind: 'central' as const,
      name: {
        en: 'Licence Bureau',
        ru: 'Бюро лицензий',
        kk: 'Лицензиялар бюросы',
        uk: 'Бюро ліцензій',
        ar: 'مكتب التراخيص',
      },
      ...{ sphere: 'justice', regionCode: 'XM', from: '2009-02-01', until: '2021-07-01' },
      successorId: 'XM-COMPANIES-AGENCY',
    },
  };
  const known = new Set(governmentOrganisations.map(({ id }) => id));
  const subjects = architectureSubjects
    .filter(({ id }) => !known.has(id))
    .map(({ id, ...facts }) => ({ id, facts: { ...facts, from: '2010-01-01' } }));
  await call(enterDemoOrganisations, { items: [...items, bureau, ...subjects] }, as);
}

/** Who signs in, with their duties. */
export async function seedPeople({ call }: Platform): Promise<void> {
  const as = { principal: { kind: 'service', id: 'demo' } } as const;
  const enter = ({ login, person, duties }: (typeof demoAccounts)[number]) => {
    const { snils, nameLatin: name } = person;
    const email = `${login}@mail.meridia.example`;
    // Duties ask for a second factor; citizens get a code by mail when a service asks for more than a password.
    const app = duties.length > 0 ? { appSecret: demoAppSecret } : {};
    return call(
      identity.enterDemoPerson,
      { snils, name, email, login, password: demoPassword, ...app, duties: [...duties] },
      as,
    );
  };
  // Most of it is the hashing of passwords, which threads share.
  await Promise.all(demoAccounts.map(enter));
}

/** For whom citizens may act, as the registers say. */
export async function seedPowers({ call, log }: Platform): Promise<void> {
  const as = { principal: { kind: 'service', id: 'demo' } } as const;
  for (const { person, duties } of demoAccounts) {
    if (duties.length > 0) continue;
    const { away } = await call(readRegisters, { number: person.snils, name: person.nameLatin }, as);
    if (away.length > 0) log.warn({ away }, 'registers of the demo did not answer; they are asked again later');
  }
}

/** The Quality Agency asks the clinics what they rendered, beside the departments that send it by themselves. */
export async function seedSources({ call }: Platform): Promise<void> {
  const as = { principal: { kind: 'service', id: 'demo' } } as const;
  const name = { en: 'Clinics', ru: 'Поликлиники', kk: 'Емханалар', uk: 'Поліклініки', ar: 'العيادات' };
  const since = localDate(new Date(Date.now() - 6 * 86_400_000));
  const { clinicServices: informationType } = informationTypes;
  await call(setSource, { id: subsystems.clinics, informationType, name, everyMinutes: 60, since, active: true }, as);
}

interface ExchangeData {
  subsystems: {
    id: string;
    name: LocalText;
    memberName: LocalText;
    services?: { code: string; name: LocalText; persons?: exchange.PersonPlace[] }[];
  }[];
  informationTypes: {
    id: string;
    providerId: string;
    name: LocalText;
    requestSchema: object;
    responseSchema: object;
    persons?: exchange.PersonPlace[];
  }[];
  eventTypes: { id: string; publisherId: string; name: LocalText; schema: object }[];
  rights: { consumerId: string; target: string; method?: string; pathPattern?: string; purpose: string }[];
}

/** Members, services, types of messages and events, and rights of `demo/exchange.yaml`; answers the ids of the subsystems. */
export async function seedExchange({ call }: Platform): Promise<string[]> {
  const as = { principal: system };
  const text = await readFile(new URL('../../../../demo/exchange.yaml', import.meta.url), 'utf8');
  const data = parse(text.replaceAll(/\bXM\/(?=GOV\/)/g, `${exchangeInstance}/`)) as ExchangeData;
  for (const { services = [], ...subsystem } of data.subsystems) {
    const owner = governmentOrganisations.find((one) => one.subsystems.includes(subsystem.id));
    await call(exchange.registerSubsystem, { ...subsystem, ...(owner ? { organisationId: owner.id } : {}) }, as);
    for (const service of services) await call(exchange.publishService, { subsystemId: subsystem.id, ...service }, as);
  }
  for (const type of data.informationTypes) await call(exchange.publishInformationType, type as never, as);
  for (const type of data.eventTypes) await call(exchange.publishEventType, type as never, as);
  for (const right of data.rights) await call(exchange.grantRight, right, as);
  await seedChanceries(call);
  return Object.values(subsystems);
}

/** Every chancery takes documents from every other one. */
async function seedChanceries(call: Platform['call']): Promise<void> {
  const as = { principal: system };
  const name: LocalText = {
    ...{ en: 'Chancery', ru: 'Канцелярия', kk: 'Кеңсе', uk: 'Канцелярія', ar: 'ديوان المراسلات' },
  };
  const all = Object.entries({ ...chancerySubsystems, [practicePartner]: subsystems.practicePartner });
  for (const [organisationId, id] of all) {
    const memberName = governmentOrganisations.find((one) => one.id === organisationId)?.name ?? name;
    // Each is told from the other ones by whose it is.
    const own = Object.fromEntries(
      Object.entries(name).map(([language, word]) => [
        language,
        `${word}: ${memberName[language as 'en'] ?? memberName.en}`,
      ]),
    ) as LocalText;
    await call(
      exchange.registerSubsystem,
      { id, name: memberName === name ? name : own, memberName, organisationId },
      as,
    );
  }
  for (const [organisationId, providerId] of all) {
    const id = messageType(organisationId);
    const schemas = { requestSchema: Message, responseSchema: Answer };
    await call(exchange.publishInformationType, { id, providerId, name, ...schemas }, as);
    for (const [, consumerId] of all)
      if (consumerId !== providerId)
        await call(exchange.grantRight, { consumerId, target: id, purpose: 'Documents between institutions' }, as);
  }
  // They correspond since before there was a readiness to show.
  for (const institutionId of Object.keys(chancerySubsystems))
    await call(setAdmission, { institutionId, admitted: true }, { principal: { kind: 'service', id: 'demo' } });
}
