// SPDX-License-Identifier: Apache-2.0
/** Runs before each test file: a property that says no number is tried thirty times, by `npm run test:all` a hundred times. */
import { configureGlobal } from 'fast-check';

if (process.env.STOA_THOROUGH !== '1') configureGlobal({ numRuns: 30 });
