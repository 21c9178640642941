// SPDX-License-Identifier: Apache-2.0
import { event, LocalText, Uuid } from '@stoa/kernel/contract';
import { Type } from 'typebox';

/** A link waits to be sent; notifications asks for its address when it writes the message. */
export const linkOffered = event('identity.link-offered.v1', Type.Object({ linkId: Uuid }));

/** A code for a sign-in waits to be sent, as a link does. */
export const codeOffered = event('identity.code-offered.v1', Type.Object({ codeId: Uuid }));

/** Something about a person's account or powers changed, and they are told. */
export const personConcerned = event(
  'identity.person-concerned.v1',
  Type.Object({
    /** The same matter is told once. */
    key: Type.String(),
    personKey: Type.String(),
    subject: LocalText,
    body: LocalText,
    /** Where the address changed: the one before learns of it too. */
    email: Type.Optional(Type.String()),
  }),
);
