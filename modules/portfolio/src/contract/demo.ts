// SPDX-License-Identifier: Apache-2.0
import { CalendarDate, Instant, operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { FieldName, ServiceId } from './shared.ts';

/** What cases were copied without events is read from there; a batch of a company is entered as it was done. */
export const enterDemoPortfolio = operation({
  name: 'portfolio.enter-demo-portfolio',
  method: 'PUT',
  path: '/portfolio/demo',
  summary: 'Read what cases issued before, and enter a batch of the demo country; entered again, nothing changes',
  input: Type.Object({
    /** Of cases of a company that were copied without their papers. */
    holdings: Type.Optional(
      Type.Array(
        Type.Object({
          ...{ caseId: Uuid, caseNumber: Type.String({ maxLength: 40 }), serviceId: ServiceId, code: FieldName },
          ...{ holderId: Type.String({ maxLength: 20 }), issuedAt: Instant, validUntil: CalendarDate },
        }),
        { maxItems: 100 },
      ),
    ),
    batch: Type.Optional(
      Type.Object({
        holderId: Type.String(),
        personId: Type.String(),
        serviceId: Type.String(),
        fileName: Type.String({ maxLength: 100 }),
        at: Instant,
        lines: Type.Array(
          Type.Object({
            answers: Type.Record(Type.String(), Type.String()),
            fault: Type.Optional(Type.Object({ field: Type.String(), value: Type.String() })),
          }),
          { maxItems: 50 },
        ),
      }),
    ),
  }),
  output: Type.Object({ entered: Type.Integer() }),
  permission: 'portfolio:enter-demo',
  audit: 'portfolio.demo-entered',
  about: { type: 'portfolio', id: 'entered', facts: ['entered'] },
  refusals: ['portfolio.demo-off'],
});
