// SPDX-License-Identifier: Apache-2.0
/** Documents and contacts that the demo country has. */
import { Instant, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { setContact } from './attestations.ts';
import { DocumentKind } from './documents.ts';

export const enterDemoUpkeep = operation({
  name: 'upkeep.enter-demo-upkeep',
  method: 'PUT',
  path: '/upkeep/demo/:part',
  summary: 'Enter what the demo has behind it; entered again, nothing changes',
  input: Type.Object({
    part: Type.String({ pattern: '^[a-z]{3,20}$' }),
    /** Of objects by their code in the register. */
    documents: Type.Array(
      Type.Object({
        ...{ code: Type.String(), kind: DocumentKind, name: Type.String(), text: Type.String({ maxLength: 4000 }) },
        ...{ byName: Type.String(), at: Instant },
      }),
      { maxItems: 1000 },
    ),
    contacts: Type.Array(setContact.input, { maxItems: 500 }),
  }),
  output: Type.Object({ part: Type.String(), entered: Type.Integer() }),
  permission: 'upkeep:enter-demo',
  bodyMiB: 4,
  audit: 'upkeep.demo-entered',
  about: { type: 'demo', id: 'part', facts: ['entered'] },
  refusals: ['upkeep.demo-off'],
});
