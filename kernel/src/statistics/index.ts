// SPDX-License-Identifier: Apache-2.0
/** What figures over time say of the time to come. */
export { type SmoothForecast, smoothForecast, type Trying } from './smoothing.ts';
