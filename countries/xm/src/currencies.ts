// SPDX-License-Identifier: Apache-2.0
/** Currencies: ISO 4217, list one (active codes of national currencies and funds) with minor units. */
import { inEachLanguage, type LocalText } from './local-text.ts';

const twoDigits = `
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP
COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD
KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK
NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
`;
const digitsByOthers: Readonly<Record<string, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

export interface Currency {
  readonly code: string;
  /** Digits after the decimal sign: 2 when one unit has 100 minor units. */
  readonly minorUnitDigits: number;
}

const codes = (list: string) => list.trim().split(/\s+/);

export const currencies: readonly Currency[] = [
  ...codes(twoDigits).map((code) => ({ code, minorUnitDigits: 2 })),
  ...Object.entries(digitsByOthers).flatMap(([digits, list]) =>
    codes(list).map((code) => ({ code, minorUnitDigits: Number(digits) })),
  ),
].sort((a, b) => (a.code < b.code ? -1 : 1));

const byCode = new Map(currencies.map((currency) => [currency.code, currency]));

/** The currency with that ISO 4217 code; undefined when there is none. */
export const currency = (code: string): Currency | undefined => byCode.get(code);

/** Name of the currency in every language, from CLDR. */
export const currencyName = (code: string): LocalText =>
  inEachLanguage((language) => new Intl.DisplayNames([language], { type: 'currency' }).of(code) ?? code);

/** An amount in minor units as a person reads it in that language: `12550`, `EUR`, `en` → `€125.50`. */
export function formatAmount(amountMinor: number, code: string, language: string): string {
  const digits = byCode.get(code)?.minorUnitDigits ?? 2;
  return new Intl.NumberFormat(language, {
    style: 'currency',
    currency: code,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amountMinor / 10 ** digits);
}
