// SPDX-License-Identifier: Apache-2.0
import { fileURLToPath } from 'node:url';
import type { ModuleRuntime } from '@stoa/kernel';

const ownServices = fileURLToPath(new URL('../../../services/', import.meta.url));

/** Where the packages of this installation lie: `STOA_SERVICES`, or `services/`. */
export const servicesFolder = ({ config }: Pick<ModuleRuntime, 'config'>): string =>
  config.env.STOA_SERVICES ?? ownServices;
