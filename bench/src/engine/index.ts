// SPDX-License-Identifier: Apache-2.0
/** The libraries of the engine, one file a part, each against the best public library found. */
import type { Measurement } from '../measurement.ts';
import { benchDecisions } from './decisions.ts';
import { benchPackages } from './packages.ts';
import { benchProcess } from './process.ts';
import { benchStored } from './stored.ts';

export const benchEngine = async (): Promise<Measurement[]> => [
  ...(await benchDecisions()),
  ...(await benchPackages()),
  ...(await benchProcess()),
  ...(await benchStored()),
];
