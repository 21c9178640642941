// SPDX-License-Identifier: Apache-2.0
/** The composition: every module of the platform. `STOA_MODULES` chooses which run in a process. */
import analytics from '@stoa/analytics';
import agreements from '@stoa/agreements';
import campaigns from '@stoa/campaigns';
import cases from '@stoa/cases';
import casework from '@stoa/casework';
import consent from '@stoa/consent';
import catalogue from '@stoa/catalogue';
import execution from '@stoa/execution';
import exchange from '@stoa/exchange';
import identity from '@stoa/identity';
import organisations from '@stoa/organisations';
import powers from '@stoa/powers';
import accounts from '@stoa/accounts';
import correspondence from '@stoa/correspondence';
import counter from '@stoa/counter';
import documents from '@stoa/documents';
import signing from '@stoa/signing';
import practice from '@stoa/practice';
import papers from '@stoa/papers';
import architecture from '@stoa/architecture';
import examination from '@stoa/examination';
import integrator from '@stoa/integrator';
import norms from '@stoa/norms';
import ict from '@stoa/ict';
import atlas from '@stoa/atlas';
import upkeep from '@stoa/upkeep';
import followups from '@stoa/followups';
import books from '@stoa/books';
import places from '@stoa/places';
import portfolio from '@stoa/portfolio';
import labour from '@stoa/labour';
import payouts from '@stoa/payouts';
import monitoring from '@stoa/monitoring';
import certification from '@stoa/certification';
import type { ModuleDefinition } from '@stoa/kernel';
import notifications from '@stoa/notifications';
import payments from '@stoa/payments';
import quality from '@stoa/quality';
import search from '@stoa/search';
import support from '@stoa/support';
import surveys from '@stoa/surveys';

export const modules: readonly ModuleDefinition[] = [
  identity,
  exchange,
  search,
  catalogue,
  payments,
  notifications,
  campaigns,
  consent,
  cases,
  surveys,
  analytics,
  quality,
  organisations,
  powers,
  accounts,
  documents,
  signing,
  execution,
  correspondence,
  practice,
  papers,
  architecture,
  examination,
  integrator,
  norms,
  ict,
  atlas,
  upkeep,
  followups,
  books,
  payouts,
  monitoring,
  support,
  agreements,
  places,
  certification,
  casework,
  counter,
  portfolio,
  labour,
];
export const moduleNames = modules.map((module) => module.name);
