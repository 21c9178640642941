// SPDX-License-Identifier: Apache-2.0
import { send } from '../mailbox/index.ts';
import { again } from './again.ts';

export const sent = [send, again];
