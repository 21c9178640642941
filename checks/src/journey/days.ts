// SPDX-License-Identifier: Apache-2.0
/** Of the demo country, which a walk from outside knows by its clock alone: five hours ahead. */
const aheadOfGreenwich = 5 * 3_600_000;

/** A day of the demo country, so many ahead: in the evening of Greenwich it is tomorrow there. */
export const day = (ahead: number): string =>
  new Date(Date.now() + aheadOfGreenwich + ahead * 86_400_000).toISOString().slice(0, 10);
