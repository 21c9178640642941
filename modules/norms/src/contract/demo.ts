// SPDX-License-Identifier: Apache-2.0
/** Acts, methodologies and consultations that the demo country has. */
import { CalendarDate, Instant, LocalText, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { ModelCode, ModelEntry } from './models.ts';
import { ActKind, BodyId, DataCode, Step } from './norms.ts';

const several = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Array(item, { maxItems: 500 });
const Text = Type.String({ maxLength: 4000 });
const Name = Type.String({ maxLength: 200 });

export const enterDemoNorms = operation({
  name: 'norms.enter-demo-norms',
  method: 'PUT',
  path: '/norms/demo/:part',
  summary: 'Enter what the demo has behind it; entered again, nothing changes',
  input: Type.Object({
    part: Type.String({ pattern: '^[a-z]{3,20}$' }),
    acts: several(
      Type.Object({
        ...{ code: DataCode, kind: ActKind, title: LocalText, number: Type.Optional(Name), adopted: CalendarDate },
        clauses: Type.Array(
          Type.Object({ number: Name, text: LocalText, from: CalendarDate, until: Type.Optional(CalendarDate) }),
        ),
        steps: Type.Array(Step),
      }),
    ),
    consultations: several(
      Type.Object({
        ...{ organisationId: BodyId, topic: Text, question: Text, askedByName: Name, askedAt: Instant },
        ...{ answer: Type.Optional(Text), answeredByName: Type.Optional(Name), clauses: Type.Array(Type.String()) },
        published: Type.Boolean(),
      }),
    ),
    models: Type.Optional(
      several(
        Type.Object({
          ...{ code: ModelCode, version: Type.Integer(), note: Text, from: CalendarDate },
          ...{ writtenByName: Name, publishedByName: Name, entries: Type.Array(ModelEntry) },
        }),
      ),
    ),
  }),
  output: Type.Object({ part: Type.String(), entered: Type.Integer() }),
  permission: 'norms:enter-demo',
  bodyMiB: 4,
  audit: 'norms.demo-entered',
  about: { type: 'demo', id: 'part', facts: ['entered'] },
  refusals: ['norms.demo-off'],
});
