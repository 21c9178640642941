// SPDX-License-Identifier: Apache-2.0
import { send } from './mailbox/send.ts';

export const sent = send;
