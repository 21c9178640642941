// SPDX-License-Identifier: Apache-2.0
export { type Bench, bench, benchOn, benchWith, type HttpAnswer, type TestClock } from './bench.ts';
export { migrate } from '../src/database/migrate.ts';
export { ensureModuleAccess } from '../src/database/roles.ts';
export { eventually } from './eventually.ts';
export { limits, patient } from './patience.ts';
