// SPDX-License-Identifier: Apache-2.0
/** Words that all work on documents shares. */
import { Instant, LocalText, PrintableText, Uuid } from '@stoa/kernel/contract';
import { type Static, Type } from 'typebox';

export const InstitutionId = Type.String({ pattern: '^[A-Za-z0-9-]{3,64}$' });
export const Text = PrintableText(2000, 3);
export const Reason = PrintableText(500, 3);

/** Who did it, by which post, and whether in somebody's place. */
export const Actor = Type.Object({
  name: Type.String(),
  post: Type.Optional(LocalText),
  as: Type.Optional(Type.Enum(['acting', 'substitute'])),
  inPlaceOf: Type.Optional(Type.String()),
});
export type Actor = Static<typeof Actor>;
export const Done = Type.Object({ ...Actor.properties, at: Instant });
export type Done = Static<typeof Done>;

export const ofDocument = { type: 'document', id: 'documentId' } as const;
export const Answer = Type.Object({ id: Uuid, documentId: Uuid });
/** Every operation on work may find that the document is not for whoever asks to see. */
export const unseen = 'execution.work-unknown';
