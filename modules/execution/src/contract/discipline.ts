// SPDX-License-Identifier: Apache-2.0
/** How an institution keeps its terms. */
import { CalendarDate, LocalText, operation } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { InstitutionId } from './shapes.ts';

const figures = {
  given: Type.Integer(),
  inTime: Type.Integer(),
  late: Type.Integer(),
  overdue: Type.Integer(),
  open: Type.Integer(),
  /** From giving to acceptance, of those accepted. */
  averageDays: Type.Optional(Type.Number()),
};
export const PostFigures = Type.Object({
  unit: Type.Optional(LocalText),
  post: LocalText,
  /** Who holds the post now; missing where nobody does. */
  person: Type.Optional(Type.String()),
  ...figures,
});
export type PostFigures = Static<typeof PostFigures>;
export const UnitFigures = Type.Object({ unit: Type.Optional(LocalText), ...figures });
export type UnitFigures = Static<typeof UnitFigures>;

const input = { institutionId: InstitutionId, from: Type.Optional(CalendarDate), to: Type.Optional(CalendarDate) };
export const DisciplineInput = Type.Object(input);
export const getDiscipline = operation({
  name: 'execution.get-discipline',
  method: 'GET',
  path: '/execution/institutions/:institutionId/discipline',
  summary:
    'Instructions given, done in time and late, overdue now, by unit and person; confidential ones are not counted',
  input: DisciplineInput,
  output: Type.Object({ units: Type.Array(UnitFigures), people: Type.Array(PostFigures) }),
  permission: 'execution:control',
  check: 'resource',
  audit: 'none',
});
/** `GET` the same as a table. */
export const disciplineFilePath = (institutionId: string): string =>
  `/api/execution/institutions/${institutionId}/discipline.csv`;
