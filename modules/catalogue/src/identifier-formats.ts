// SPDX-License-Identifier: Apache-2.0
/** Formats of identifiers that a data schema names by country and scheme: `xm-snils` is checked by `validSnils` of the country pack xm. `country` is `knownCountry`. */

/** What `pack`, the exports of the country pack of `country`, checks; by format. */
export const identifierFormats = (country: string, pack: object): Record<string, (value: string) => boolean> =>
  Object.fromEntries(
    Object.entries(pack).flatMap(([name, check]: [string, unknown]) => {
      if (name === 'knownCountry' && typeof check === 'function')
        return [['country', (value: string): boolean => check(value) === true]];
      const [, scheme] = /^valid([A-Z]\w*)$/.exec(name) ?? [];
      if (!scheme || typeof check !== 'function') return [];
      const format = scheme.replace(/\B[A-Z]/g, '-$&').toLowerCase();
      return [[`${country}-${format}`, (value: string): boolean => check(value) === true]];
    }),
  );

/** Whether a format names an identifier scheme rather than a format of JSON Schema. */
export const namesIdentifier = (format: string): boolean => /^[a-z]{2}-/.test(format);
