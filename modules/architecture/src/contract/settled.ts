// SPDX-License-Identifier: Apache-2.0
/** What two people settled elsewhere: a step of an ICT service, a body's answers that the integrator accepted. */
import { operation, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { ChangeItem } from './changes.ts';
import { OrganisationId } from './elements.ts';

const Name = Type.String({ maxLength: 200 });
export const takeSettled = operation({
  name: 'architecture.take-settled',
  method: 'POST',
  path: '/architecture/settled',
  summary:
    'Put into force what two people settled in a process of another module, and attest what its owner said there is still so',
  input: Type.Object({
    /** Of the change; taken a second time, nothing happens. */
    id: Uuid,
    organisationId: OrganisationId,
    title: Type.String({ maxLength: 300 }),
    reason: Type.String({ maxLength: 1000 }),
    items: Type.Array(ChangeItem, { maxItems: 200 }),
    attested: Type.Array(Type.Object({ id: Uuid, revision: Type.Integer({ minimum: 1 }) }), { maxItems: 10_000 }),
    saidByName: Name,
    decidedByName: Name,
  }),
  output: Type.Object({
    id: Uuid,
    /** Not attested, since it is not any more as it was looked at. */
    changedMeanwhile: Type.Array(Uuid),
  }),
  permission: 'architecture:settle',
  audit: 'architecture.change-settled',
  about: { type: 'change', id: 'id', facts: ['organisationId'] },
  refusals: [
    'architecture.kind-unknown',
    'architecture.field-unknown',
    'architecture.value-wrong',
    'architecture.element-unknown',
    'architecture.relation-wrong',
    'architecture.code-taken',
    'architecture.cycle',
    'architecture.not-of-organisation',
    'architecture.clash',
  ],
});
