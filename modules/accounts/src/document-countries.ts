// SPDX-License-Identifier: Apache-2.0
/** Who issues travel documents: the countries of the country pack, and what ICAO Doc 9303-3 section 5 adds to ISO 3166-1. */
const added = new Set(
  'D GBD GBN GBO GBP GBS UNO UNA UNK XBA XIM XCC XCE XCO XCT XDC XEC XES XMP XOM XPO XXA XXB XXC XXX EUE RKS'.split(
    ' ',
  ),
);
let countries: ReadonlySet<string> = new Set();

/** From the country pack, at start. */
export function knowCountries(codes: Iterable<string>): void {
  countries = new Set(codes);
}

export const isDocumentCountry = (code: string): boolean => countries.has(code) || added.has(code);
