// SPDX-License-Identifier: Apache-2.0
/** ICT services that the demo country has, with how they came to their stages. */
import { Instant, operation } from '@stoa/kernel/contract';
import { Type } from 'typebox';
import { Operation, ServiceStage, SupplierContract } from './services.ts';

const several = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Array(item, { maxItems: 500 });
const Text = Type.String({ maxLength: 4000 });
const Name = Type.String({ maxLength: 200 });

export const enterDemoServices = operation({
  name: 'ict.enter-demo-services',
  method: 'PUT',
  path: '/ict/demo/:part',
  summary: 'Enter what the demo has behind it; entered again, nothing changes',
  input: Type.Object({
    part: Type.String({ pattern: '^[a-z]{3,20}$' }),
    services: several(
      Type.Object({
        /** As the register has it. */
        code: Type.String(),
        ...{ stage: ServiceStage, requirements: Type.Array(Text), since: Instant, byName: Name, approverName: Name },
        ...{ contract: Type.Optional(SupplierContract), operation: Type.Optional(Operation) },
        /** So many of its requirements have failed their last test. */
        failed: Type.Integer({ minimum: 0 }),
      }),
    ),
  }),
  output: Type.Object({ part: Type.String(), entered: Type.Integer() }),
  permission: 'ict:enter-demo',
  bodyMiB: 4,
  audit: 'ict.demo-entered',
  about: { type: 'demo', id: 'part', facts: ['entered'] },
  refusals: ['ict.demo-off'],
});
