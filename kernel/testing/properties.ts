// SPDX-License-Identifier: Apache-2.0
/** Runs before each test file: outside of `npm run test:all` a property is tried for three seconds, however often it asks for. */
import { configureGlobal } from 'fast-check';

if (process.env.STOA_THOROUGH !== '1')
  configureGlobal({ interruptAfterTimeLimit: 3000, markInterruptAsFailure: false });
