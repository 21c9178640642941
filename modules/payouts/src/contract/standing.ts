// SPDX-License-Identifier: Apache-2.0
/** What a department's case asks for over the exchange: somebody is paid every month, until a day or until it says stop. */
import { CalendarDate, LocalText } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Amount, Currency, ProgrammeCode } from './shared.ts';

/** Of what was granted, as the number of a case: the same key starts once. */
const key = Type.String({ pattern: '^[A-Z0-9][A-Z0-9-]{0,39}$' });
/** By the country's scheme of people. */
const person = Type.String({ pattern: '^[0-9]{6,20}$' });
export const StartPaying = Type.Object({
  do: Type.Literal('start'),
  ...{ key, person, programme: ProgrammeCode, amountMinor: Amount, currency: Currency, reason: LocalText },
  /** Paid for the months in which these days lie, and all between. */
  ...{ from: CalendarDate, until: CalendarDate },
});
/** `on`: the last month that is paid is that of this day. */
export const StopPaying = Type.Object({ do: Type.Literal('stop'), ...{ key, person, on: CalendarDate } });
export type StandingRequest = Static<typeof StartPaying> | Static<typeof StopPaying>;
/** What the case is answered. `done`: false where nothing is paid under the key to this person. */
export const StandingAnswer = Type.Object({
  done: Type.Boolean(),
  /** Months, YYYY-MM; empty where nothing is paid. */
  ...{ from: Type.String(), until: Type.String() },
  amountMinor: Type.Integer(),
});
export type StandingAnswer = Static<typeof StandingAnswer>;
