// SPDX-License-Identifier: Apache-2.0
import { workKinds } from '@stoa/execution/contract';

/** What waits on a desk, what is to be signed before what is worked on. */
export const deskKinds = ['sign', ...workKinds] as const;
