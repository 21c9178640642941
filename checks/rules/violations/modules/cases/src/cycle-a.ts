// SPDX-License-Identifier: Apache-2.0
import { b } from './cycle-b.ts';
export const a = () => b;
