// SPDX-License-Identifier: Apache-2.0
export { type Bench, bench, benchWith, type HttpAnswer, type TestClock } from './bench.ts';
export { eventually } from './eventually.ts';
export { limits, patient } from './patience.ts';
