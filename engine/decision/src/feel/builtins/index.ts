// SPDX-License-Identifier: Apache-2.0
import { Names } from '../names.ts';
import { addDates } from './dates.ts';
import type { Library } from './define.ts';
import { addLists } from './lists.ts';
import { addNumbers } from './numbers.ts';
import { addRanges } from './ranges.ts';
import { addTexts } from './texts.ts';

export const builtins: Library = new Map();
addNumbers(builtins);
addTexts(builtins);
addLists(builtins);
addDates(builtins);
addRanges(builtins);

/** Names of several words that every expression may use. */
export const builtinNames = new Names();
const others = [
  'date and time',
  'days and time duration',
  'years and months duration',
  'time offset',
  'start included',
  'end included',
];
for (const name of [...builtins.keys(), ...others]) if (name.includes(' ')) builtinNames.add(name);
