// SPDX-License-Identifier: Apache-2.0
/** Days where the service is given: by the calendar of the installation's country. */
import type { Calendar, ModuleRuntime, Tx } from '@stoa/kernel';

export const calendarOf = async (module: ModuleRuntime): Promise<Calendar> => module.country.calendar;

/** The date where the service is given, now or at another instant. */
export const todayOf = async (tx: Tx, at = tx.now): Promise<string> => (await calendarOf(tx.module)).localDate(at);
