// SPDX-License-Identifier: Apache-2.0
/** Reading what people type. Loads in a browser: no Node import here. */
export {
  dateBoundPattern,
  dateFromParts,
  dateOfBound,
  dateText,
  isCalendarDate,
  isDateBound,
  isDateOutside,
  lastDate,
} from './date.ts';
export { plainLine, withPlainDigits, withPlainWidth } from './characters.ts';
export { type CsvRow, readCsv, writeCsv } from './csv.ts';
export { asciiEmail, emailText, isEmail } from './email.ts';
export { listSearch, listSearchValues } from './list-search.ts';
export {
  codeText,
  digitsText,
  groupedCode,
  hiddenCharacter,
  identifierText,
  nameText,
  numberText,
  phoneText,
} from './typed.ts';
export { type Sought, sought } from './sought.ts';
export { choicesOf, labelsOf, nameCountries } from './choices.ts';
