// SPDX-License-Identifier: Apache-2.0
/** The five suites. */
import type { Suite } from '../contract/regulation.ts';
import { functional } from './functional.ts';
import { interfaceRules } from './interface.ts';
import { legal } from './legal.ts';
import { load } from './load.ts';
import { safety } from './safety.ts';
import type { RunSuite } from './suite.ts';

export const suiteOf: Readonly<Record<Suite, RunSuite>> = {
  functional,
  load,
  safety,
  interface: interfaceRules,
  legal,
};
export { citationsOf } from './legal.ts';
export { countDefects, passes, type Subject } from './suite.ts';
