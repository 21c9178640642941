// SPDX-License-Identifier: Apache-2.0
/** What is particular to a country, as its pack (`countries/<code>`) says it: the only door to it. */
import { pathToFileURL } from 'node:url';
import { ConfigError } from './config.ts';
import type { LocalText, Territory } from './contract.ts';

/** A government organisation of the country's directory. */
export interface GovernmentOffice {
  readonly id: string;
  readonly name: LocalText;
  /** Kind of office, by the classification of the country. */
  readonly type: string;
  /** The country's own code for a central authority, otherwise that of its region. */
  readonly regionCode: string;
  /** Its numbers by scheme, such as `inn`. */
  readonly numbers: Readonly<Record<string, string>>;
  /** Sphere of public administration, of the platform's list (`modules/organisations/src/spheres.json`): not its kind. */
  readonly sphere?: string;
  /** The office it is subordinate to. */
  readonly parentId?: string;
  readonly address?: LocalText;
}

/** Dates are `YYYY-MM-DD` in the time zone of the country. */
export interface Calendar {
  /** The date so many working days later (earlier when negative), `date` itself not counted. */
  addWorkingDays(date: string, count: number): string;
  /** Working days after `from` up to and including `to`. */
  workingDaysBetween(from: string, to: string): number;
  localDate(at: Date): string;
  /** Instant at which a date begins. */
  startOfDate(date: string): Date;
}

/** For what somebody's data are read where the law asks whether they agree; what is agreed to is what these texts say. */
export interface ConsentPurpose {
  readonly code: string;
  readonly title: LocalText;
  /** Which data, from where, for whom; and what becomes possible by it. */
  readonly explanation: LocalText;
  readonly benefit: LocalText;
  readonly law: { readonly title: LocalText; readonly article: LocalText };
  /** Office that answers for it. */
  readonly controllerId: string;
  /** Subsystems that read by it. */
  readonly recipients: readonly string[];
  /** What is read, as `x-concept` of a package names it: `person.address`. */
  readonly concepts: readonly string[];
  /** How long an agreement lasts; until it is withdrawn where it is missing. */
  readonly validDays?: number;
}

/** What the country's law says of people's data. */
export interface PersonalData {
  readonly purposes: readonly ConsentPurpose[];
  /** Registers whose entries about oneself may be asked to be corrected, and the office that keeps each. */
  readonly registers: readonly {
    readonly code: string;
    readonly title: LocalText;
    readonly ownerId: string;
    readonly fields: readonly { readonly code: string; readonly title: LocalText }[];
  }[];
  /** Days after which what a rule of retention names (`cases.closed-cases`) is erased; without a term it stays. */
  readonly retentionDays: Readonly<Record<string, number>>;
}

/** What a country pack exports as its default. Plain data and pure functions: no clock, no network. */
/** Cases of a service, or agreements that they propose, by which the labour market is counted. */
export interface LabourSource {
  readonly of: 'cases' | 'agreements';
  readonly serviceId: string;
  /** Which figure it counts for, by how the case ended (`issued`); of agreements by act and end (`conclude registered`). */
  readonly counts: Readonly<Record<string, string>>;
  /** Questions that say the occupation (ISCO-08), the region, the citizenship (ISO 3166-1 alpha-3), the wage of a month. */
  readonly fields: Readonly<Partial<Record<'occupation' | 'region' | 'citizenship' | 'wage', string>>>;
}
export interface LabourMarket {
  /** Office that publishes the figures. */
  readonly publisherId: string;
  /** What places of foreign workers are called in the ledger of places. */
  readonly placesKind?: string;
  readonly sources: readonly LabourSource[];
}

export interface CountryPack {
  /** The country itself first, then regions, then districts. */
  readonly territories: readonly [Territory & { readonly kind: 'country' }, ...Territory[]];
  /** Outlines of the regions on a map of 320 by 220 (SVG paths), each with the place of its name; without them none is drawn. */
  readonly shapes?: Readonly<Record<string, { readonly outline: string; readonly x: number; readonly y: number }>>;
  /** ISO 4217, of fees. */
  readonly currency: string;
  /** IANA, that everybody reads times in. */
  readonly timeZone: string;
  readonly calendar: Calendar;
  readonly offices: readonly GovernmentOffice[];
  /** Codes by which departments named spheres before the platform's list, each with the code of the list. */
  readonly formerSpheres?: Readonly<Record<string, string>>;
  /** Check of a number by its scheme (`snils`); a data schema names it with the country as a format (`xm-snils`). */
  readonly identifiers: Readonly<Record<string, (value: string) => boolean>>;
  /** Schemes of the numbers that people and companies are known by. */
  readonly personScheme: string;
  readonly companyScheme: string;
  /** Every country of the world by its alpha-3 code of ISO 3166-1, with its name. */
  countryNames(): ReadonlyMap<string, LocalText>;
  /** Who speaks for the platform's own departments on the exchange, and what they ask. */
  readonly exchange: {
    readonly qualitySubsystem: string;
    readonly renderedService: string;
    /** Information types by which a notice goes into the portal's cabinet, and by which its reading is told. */
    readonly notice: string;
    readonly noticeRead: string;
    /** Information type by which a case asks two sides to agree. */
    readonly agreement: string;
    /** Information type by which a case grants, takes and gives back places. */
    readonly places: string;
    /** Information type by which a case has somebody paid every month. */
    readonly payout: string;
    /** Of whoever runs the platform: asks who somebody is, and for whom they may act. */
    readonly platformSubsystem: string;
    /** Exchange services: `/{number}` of a person, of their family, of a company, `/directors/{number}` of companies. */
    readonly registers: { readonly persons: string; readonly families: string; readonly companies: string };
    /** Institutions that take documents over the exchange, each with the subsystem of its chancery. */
    readonly chanceries: Readonly<Record<string, string>>;
    /** Plays the other side while an institution shows that it is ready. */
    readonly practicePartner: string;
  };
  /** Without it nobody is asked for consent, and nothing is erased by its age. */
  readonly personalData?: PersonalData;
  /** Without it no figures of the labour market are counted. */
  readonly labour?: LabourMarket;
}

export interface Country extends CountryPack {
  /** ISO 3166-1 alpha-2, such as `XM`. */
  readonly code: string;
  readonly name: LocalText;
  /** Whether a number is one of that scheme; of a scheme that the country does not have, every number is. */
  isNumber(scheme: string, value: string): boolean;
  /** The scheme with the country before it (`xm:snils`), as a number's place in the world. */
  schemeOf(scheme: string): string;
  /** Checks of all that a data schema names as a format: `xm-snils`, `country`. */
  readonly formats: Readonly<Record<string, (value: string) => boolean>>;
  office(id: string): GovernmentOffice | undefined;
  territory(code: string): Territory | undefined;
}

/** Codes that ISO 3166-1 leaves to users (clause 8.1.3): registers write stateless people so. */
const userAssigned = /^(AA|Q[M-Z]|X[A-Z]|ZZ)[A-Z]$/;

/** The country of a pack, with what every pack has in common. */
export function countryOf(pack: CountryPack): Country {
  const [own] = pack.territories;
  const prefix = own.code.toLowerCase();
  const names = pack.countryNames();
  const offices = new Map(pack.offices.map((office) => [office.id, office]));
  const territories = new Map(pack.territories.map((territory) => [territory.code, territory]));
  return {
    ...pack,
    code: own.code,
    name: own.name,
    isNumber: (scheme, value) => pack.identifiers[scheme]?.(value) ?? true,
    schemeOf: (scheme) => `${prefix}:${scheme}`,
    formats: {
      ...Object.fromEntries(Object.entries(pack.identifiers).map(([scheme, check]) => [`${prefix}-${scheme}`, check])),
      country: (value) => names.has(value) || userAssigned.test(value),
    },
    office: (id) => offices.get(id),
    territory: (code) => territories.get(code),
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const members: Readonly<Record<keyof CountryPack, (value: unknown) => boolean>> = {
  territories: (value) =>
    Array.isArray(value) && value[0]?.kind === 'country' && value.every((one) => typeof one?.code === 'string'),
  shapes: (value) => value === undefined || (typeof value === 'object' && value !== null),
  currency: (value) => typeof value === 'string' && /^[A-Z]{3}$/.test(value),
  timeZone: (value) => typeof value === 'string' && isTimeZone(value),
  calendar: (value) => typeof value === 'object' && value !== null,
  offices: Array.isArray,
  formerSpheres: (value) => value === undefined || (typeof value === 'object' && value !== null),
  identifiers: (value) => typeof value === 'object' && value !== null,
  personScheme: (value) => typeof value === 'string',
  companyScheme: (value) => typeof value === 'string',
  countryNames: (value) => typeof value === 'function',
  exchange: (value) => typeof value === 'object' && value !== null,
  personalData: (value) => value === undefined || (typeof value === 'object' && value !== null),
  labour: (value) => value === undefined || Array.isArray((value as { sources?: unknown } | null)?.sources),
};

const loaded = new Map<string, Promise<Country>>();

/**
 * The country that `STOA_COUNTRY` names: two small letters for a pack of this installation (`xm` when not set), or the
 * absolute path of a pack kept elsewhere. Throws ConfigError where there is none, or it lacks a part.
 */
export function loadCountry(setting?: string): Promise<Country> {
  // Empty is not set, as with every setting.
  const named = setting || 'xm';
  const known = loaded.get(named) ?? readPack(named);
  loaded.set(named, known);
  return known;
}

async function readPack(named: string): Promise<Country> {
  const from = /^[a-z]{2}$/.test(named)
    ? `@stoa/country-${named}`
    : named.startsWith('/')
      ? pathToFileURL(named).href
      : undefined;
  const exported = from === undefined ? undefined : await (import(from) as Promise<object>).catch(() => undefined);
  if (!exported) throw new ConfigError(`STOA_COUNTRY names "${named}", for which there is no country pack`);
  const pack = (exported as { default?: Partial<Record<keyof CountryPack, unknown>> }).default ?? {};
  const wrong = Object.entries(members).filter(([name, fits]) => !fits(pack[name as keyof CountryPack]));
  if (wrong.length > 0)
    throw new ConfigError(
      `The country pack "${named}" lacks ${wrong.map(([name]) => name).join(', ')}; see CountryPack in kernel/src/country.ts`,
    );
  return countryOf(pack as unknown as CountryPack);
}
