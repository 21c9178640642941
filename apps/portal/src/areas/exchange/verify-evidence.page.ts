// SPDX-License-Identifier: Apache-2.0
import { getTrustAnchors } from '@stoa/exchange/contract';
import { definePage, type PropsOf } from '../../server/page.ts';
import { whenUp } from '../../server/when-up.ts';

/** Checks evidence in the browser; once it is open it needs the server no more, also when the exchange is away. */
export const verifyEvidencePage = definePage({
  path: '/exchange/verify',
  component: 'exchange/VerifyEvidencePage',
  connectsNowhere: true,
  load: async ({ call }) => ({ anchor: await whenUp(call(getTrustAnchors, {})) }),
});
export type VerifyEvidenceProps = PropsOf<typeof verifyEvidencePage>;
