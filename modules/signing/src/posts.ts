// SPDX-License-Identifier: Apache-2.0
/** On which post a person is in an institution at this moment, and on which ground. */
import { isRefusal, refuse, type Tx } from '@stoa/kernel';
import type { LocalText } from '@stoa/kernel/contract';
import { type HeldDuty, listDuties } from '@stoa/organisations/contract';

export interface HeldPost {
  readonly organisationId: string;
  readonly post: LocalText;
  readonly as: 'holder' | 'acting' | 'substitute';
  readonly inPlaceOf?: string;
}

const grounds = ['holder', 'acting', 'substitute'] as const;
const rank = (as: HeldDuty['as']) => grounds.indexOf(as as HeldPost['as']);

/** The posts a person is on, the strongest ground first; what was taken in an emergency is no post. */
export async function postsOf(tx: Tx, personId: string): Promise<HeldPost[]> {
  const { items } = await tx.call(listDuties, { personId }).catch((error: unknown) => {
    // Whoever has no duty left may not even ask.
    if (tx.principal.kind === 'person' && isRefusal(error) && error.kind === 'forbidden') return { items: [] };
    throw error;
  });
  // A post has as many rows as duties; a clearance says what one may read, not what one is.
  const held = items
    .filter(({ as, code }) => rank(as) >= 0 && !code.endsWith('.cleared'))
    .sort((a, b) => rank(b.as) - rank(a.as));
  return [...new Map(held.map((one) => [one.postId, one])).values()]
    .sort((a, b) => rank(a.as) - rank(b.as))
    .map(({ organisationId, post, as, inPlaceOf }) => ({
      organisationId,
      post,
      as: as as HeldPost['as'],
      ...(inPlaceOf ? { inPlaceOf } : {}),
    }));
}

/** Refuses `signing.no-post`. */
export async function demandPost(tx: Tx, personId: string, organisationId: string): Promise<HeldPost> {
  const post = (await postsOf(tx, personId)).find((one) => one.organisationId === organisationId);
  return (
    post ??
    refuse(
      'forbidden',
      'signing.no-post',
      'You are on no post of this institution now, so you cannot sign for it. Ask who keeps its posts.',
    )
  );
}
