// SPDX-License-Identifier: Apache-2.0
/** Meridia as the platform reads a country: `CountryPack` of the kernel. What else the pack exports is for the demo. */
import type { CountryPack } from '@stoa/kernel';
import { addWorkingDays, localDate, startOfDate, timeZone, workingDaysBetween } from './calendar.ts';
import { countryNames } from './countries.ts';
import { chancerySubsystems, informationTypes, subsystems } from './exchange-members.ts';
import { validInn, validOrganisationInn, validPersonInn } from './inn.ts';
import { validKpp } from './kpp.ts';
import { labourMarket } from './labour-market.ts';
import { validOgrn, validOgrnip } from './ogrn.ts';
import { governmentOrganisations } from './organisations.ts';
import { personalData } from './personal-data.ts';
import { ofType, sphereOf, superiorOf } from './spheres.ts';
import { validSnils } from './snils.ts';
import { country, districts, regions, regionShapes } from './territories.ts';

export const meridia: CountryPack = {
  territories: [country, ...regions, ...districts],
  shapes: regionShapes,
  currency: 'EUR',
  timeZone,
  calendar: { addWorkingDays, workingDaysBetween, localDate, startOfDate },
  offices: governmentOrganisations.map(({ id, name, type, regionCode, inn, ogrn, kpp, address }) => {
    const parentId = superiorOf(id, type);
    return {
      ...{ id, name, type, regionCode, address, numbers: { inn, ogrn, kpp }, sphere: sphereOf(id, type) },
      ...(parentId ? { parentId } : {}),
    };
  }),
  formerSpheres: ofType,
  identifiers: {
    snils: validSnils,
    inn: validInn,
    'person-inn': validPersonInn,
    'organisation-inn': validOrganisationInn,
    kpp: validKpp,
    ogrn: validOgrn,
    ogrnip: validOgrnip,
  },
  personScheme: 'snils',
  companyScheme: 'inn',
  countryNames,
  exchange: {
    qualitySubsystem: subsystems.quality,
    renderedService: informationTypes.renderedService,
    notice: informationTypes.notice,
    noticeRead: informationTypes.noticeRead,
    agreement: informationTypes.agreement,
    places: informationTypes.places,
    payout: informationTypes.payout,
    platformSubsystem: subsystems.platform,
    chanceries: chancerySubsystems,
    practicePartner: subsystems.practicePartner,
    registers: {
      persons: `${subsystems.population}/persons`,
      families: `${subsystems.population}/families`,
      companies: `${subsystems.companies}/companies`,
    },
  },
  personalData,
  labour: labourMarket,
};
