// SPDX-License-Identifier: Apache-2.0
import type { Sent } from '../mailbox/send.ts';

export type Answer = Sent;
