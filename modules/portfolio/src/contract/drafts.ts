// SPDX-License-Identifier: Apache-2.0
import { Instant, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { self } from './shared.ts';

export const Other = Type.Object({ name: Type.String(), page: Type.String(), since: Instant });
export type Other = Static<typeof Other>;

/** Says that who asks is there too, for a minute: pages ask again as long as they are open. */
export const beInDraft = operation({
  ...self,
  name: 'portfolio.be-in-draft',
  method: 'PUT',
  path: '/portfolio/drafts/:caseId/presence',
  summary: 'Say that I have a draft open, and learn who else has of those who act for the same side',
  input: Type.Object({ caseId: Uuid, page: Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 64 }) }),
  output: Type.Object({ others: Type.Array(Other) }),
  audit: 'none',
});
