// SPDX-License-Identifier: Apache-2.0
/** How the office goes, for who leads it and for who works there. */
import { CalendarDate, LocalText, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

const Key = Type.String({ maxLength: 64 });
const Named = Type.Object({ id: Type.String(), name: LocalText });

export const Forecast = Type.Object({
  weeks: Type.Array(
    Type.Object({ weekOf: CalendarDate, open: Type.Number(), low: Type.Number(), high: Type.Number() }),
  ),
  /** Mean absolute error in cases, tried over the past; that of taking the last figure for the next. */
  error: Type.Number(),
  naiveError: Type.Number(),
});
export type Forecast = Static<typeof Forecast>;

export const getBoard = operation({
  name: 'casework.get-board',
  method: 'GET',
  path: '/casework/board',
  summary: 'How the cases of my offices go: ageing, weeks, rework, workload, forecast',
  input: Type.Object({ officeId: Type.Optional(Key), serviceId: Type.Optional(Key) }),
  output: Type.Object({
    /** Of all that who asks may see, to choose from. */
    offices: Type.Array(Named),
    services: Type.Array(Named),
    weeks: Type.Array(
      Type.Object({
        weekOf: CalendarDate,
        arrived: Type.Integer(),
        finished: Type.Integer(),
        late: Type.Integer(),
        asked: Type.Integer({ description: 'questions put to applicants' }),
        returned: Type.Integer({ description: 'by a second officer' }),
        /** At the end of the week, or now. */
        open: Type.Integer(),
      }),
    ),
    ageing: Type.Array(Type.Object({ share: Type.String(), count: Type.Integer() })),
    officers: Type.Array(
      Type.Object({
        officerId: Type.Optional(Type.String()),
        name: Type.Optional(Type.String()),
        claimed: Type.Integer(),
        waiting: Type.Integer(),
      }),
    ),
    /** Missing where it would not have been nearer than the last figure. */
    forecast: Type.Optional(Forecast),
  }),
  permission: 'casework:work',
  audit: 'none',
});
export type Board = Static<typeof getBoard.output>;
