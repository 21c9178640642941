// SPDX-License-Identifier: Apache-2.0
import { languages, LocalText, operation, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';
import { Holding } from './expiring.ts';
import { FieldName, id, self } from './shared.ts';

/**
 * Why something must be looked at: `anew`: it is asked anew; `wrong`: the earlier answer does not fit any more; `changed`: the
 * register says something else than then.
 */
export const Look = Type.Object({
  field: FieldName,
  label: LocalText,
  why: Type.Enum(['anew', 'wrong', 'changed']),
});
export type Look = Static<typeof Look>;

export const Renewal = Type.Object({
  holding: Holding,
  /** By which service; missing where its package says nothing. */
  service: Type.Optional(Type.Object({ id: Type.String(), title: LocalText })),
  /** The application, once it is begun. */
  caseId: Type.Optional(Uuid),
  look: Type.Array(Look),
});
export type Renewal = Static<typeof Renewal>;

export const getRenewal = operation({
  ...self,
  name: 'portfolio.get-renewal',
  method: 'GET',
  path: '/portfolio/holdings/:id/renewal',
  summary: 'How a document of mine is renewed, and what must be looked at again',
  input: Type.Object(id),
  output: Renewal,
  audit: 'none',
  refusals: ['portfolio.holding-unknown'],
});

/** Asked again it answers the application that was begun, as long as that is not closed. */
export const renew = operation({
  ...self,
  name: 'portfolio.renew',
  method: 'POST',
  path: '/portfolio/holdings/:id/renewal',
  summary: 'Begin an application that renews a document, with the answers given then',
  input: Type.Object({ ...id, language: Type.Enum([...languages]) }),
  output: Renewal,
  audit: 'portfolio.renewal-begun',
  about: { type: 'holding', id: 'id', facts: [] },
  refusals: ['portfolio.holding-unknown', 'portfolio.not-renewable', 'portfolio.power-narrow'],
});
