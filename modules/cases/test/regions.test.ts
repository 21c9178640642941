// SPDX-License-Identifier: Apache-2.0
/** One package, several regions: the fee and the day of the decision are those of the region that is asked for. */
import { expect, test } from 'vitest';
import * as contract from '../src/contract.ts';
import { type Pages, packageWalk } from './package-walk.ts';

const walk = await packageWalk();
const { b, resident } = walk;
const parcels = { 'XM-01': '01:03:100274:3', 'XM-02': '02:01:200118:7', 'XM-03': '03:01:300045:2' } as const;
const building = (region: keyof typeof parcels, flood?: string): Pages => ({
  place: { region, parcel: parcels[region], place: '7 Garden Street' },
  ...{ building: { kind: 'house', floors: 2, area: 140 }, disaster: { disaster: flood !== undefined } },
  ...(flood ? { 'disaster-more': { disasterPaper: flood } } : {}),
  ...{ drawings: { drawings: 'P-114' }, contact: { contactEmail: 'aigerim@mail.example' } },
});
/** Working days from today to the day by which the case is to be decided. */
const termOf = async (id: string) => {
  const { calendar } = b.module.country;
  const { dueOn = '' } = await walk.page(id, resident);
  return calendar.workingDaysBetween(walk.today(), dueOn);
};

test.each([
  ['XM-01', 12_000, 20],
  ['XM-02', 9_000, 18],
  ['XM-03', 15_000, 15],
] as const)('in %s a house costs %i and is decided within %i working days', async (region, amountMinor, days) => {
  const id = await walk.sent(resident, 'building-permit', building(region));
  expect(walk.invoiceOf(id)[1]?.amountMinor).toBe(amountMinor);
  expect(await termOf(id)).toBe(days);
});

test('what a disaster destroyed has a term of its own in every region, and runs at once for nothing is paid', async () => {
  const id = await walk.sent(resident, 'building-permit', building('XM-03', 'Flood 31 of 4 May'));
  expect(walk.invoiceOf(id)[1]).toBeUndefined();
  expect(await termOf(id)).toBe(10);
});

test('before it is sent the applicant is told the fee of the region they have chosen', async () => {
  const { id } = await b.call(contract.startDraft, { serviceId: 'building-permit', language: 'en' }, resident);
  const feeIn = async (region: keyof typeof parcels) => {
    for (const [pageId, answers] of Object.entries(building(region)))
      await b.call(contract.savePage, { id, pageId, answers }, resident);
    return (await b.call(contract.reviewAnswers, { id }, resident)).fee;
  };
  expect(await feeIn('XM-02')).toMatchObject({ amountMinor: 9_000, reasons: [{ id: 'fee-small-delta' }] });
  expect(await feeIn('XM-03')).toMatchObject({ amountMinor: 15_000, reasons: [{ id: 'fee-small-coast' }] });
});
