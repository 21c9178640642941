// SPDX-License-Identifier: Apache-2.0
import { localDate } from '@stoa/country-xm';

/** A day of the demo country, so many ahead: in the evening of Greenwich it is tomorrow there. */
export const day = (ahead: number): string => localDate(new Date(Date.now() + ahead * 86_400_000));
