// SPDX-License-Identifier: Apache-2.0
/** A country as unlike Meridia as a small one can be: its week ends on Thursday, its numbers have a rule of their own. */
import type { CountryPack } from '@stoa/kernel';

const dayMs = 86_400_000;
const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / dayMs;
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);
/** Friday and Saturday are days off. */
const works = (day: number) => ![5, 6].includes(new Date(day * dayMs).getUTCDay());

const zembla: CountryPack = {
  territories: [
    { code: 'QZ', kind: 'country', name: { en: 'Zembla', ar: 'زمبلا' } },
    { code: 'QZ-ON', kind: 'region', partOf: 'QZ', name: { en: 'Onhava', ar: 'أونهافا' } },
  ],
  currency: 'BHD',
  timeZone: 'Asia/Qatar',
  calendar: {
    addWorkingDays: (date, count) => {
      let day = dayOf(date);
      for (let left = count; left > 0; ) {
        day += 1;
        if (works(day)) left -= 1;
      }
      return dateOf(day);
    },
    workingDaysBetween: (from, to) => {
      let count = 0;
      for (let day = dayOf(from) + 1; day <= dayOf(to); day += 1) if (works(day)) count += 1;
      return count;
    },
    localDate: (at) => new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10),
    startOfDate: (date) => new Date(dayOf(date) * dayMs - 3 * 3_600_000),
  },
  offices: [
    {
      id: 'QZ-ON-HARBOUR',
      name: { en: 'Harbour Office of Onhava', ar: 'مكتب ميناء أونهافا' },
      type: 'harbour',
      regionCode: 'QZ-ON',
      numbers: { inn: '1111111111', ogrn: '1111111111111', kpp: '111111111' },
    },
  ],
  identifiers: { 'cpr-no': (value) => /^9\d{10}$/.test(value) },
  personScheme: 'cpr-no',
  companyScheme: 'cr-no',
  countryNames: () => new Map([['QZZ', { en: 'Zembla' }]]),
  exchange: {
    qualitySubsystem: 'QZ/GOV/1/QUALITY',
    renderedService: 'urn:qz:rendered-service:1.0#Request',
    notice: 'urn:qz:notice:1.0#Request',
    noticeRead: 'urn:qz:notice-read:1.0#Request',
    agreement: 'urn:qz:agreement:1.0#Request',
    places: 'urn:qz:places:1.0#Request',
    payout: 'urn:qz:payout:1.0#Request',
    platformSubsystem: 'QZ/GOV/1/PLATFORM',
    chanceries: {},
    practicePartner: 'QZ/GOV/1/PRACTICE',
    registers: {
      persons: 'QZ/GOV/2/PEOPLE/persons',
      families: 'QZ/GOV/2/PEOPLE/families',
      companies: 'QZ/GOV/3/COMPANIES/companies',
    },
  },
};
export default zembla;
