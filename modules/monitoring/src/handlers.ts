// SPDX-License-Identifier: Apache-2.0
import { healthReported } from '@stoa/exchange/contract';
import { every, on } from '@stoa/kernel';
import { sweep } from './services/figures.ts';
import { tellOperators } from './alarms/telling.ts';
import { takeReports } from './reports/take.ts';
import { watch } from './watch.ts';

export const handlers = [
  on(healthReported, takeReports),
  tellOperators,
  // Looks whether a period is over, which a setting may make shorter than this.
  every('monitoring.watch', 5, watch),
  every('monitoring.sweep', 3600, sweep),
];
