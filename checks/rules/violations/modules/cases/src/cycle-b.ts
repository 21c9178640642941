// SPDX-License-Identifier: Apache-2.0
import { a } from './cycle-a.ts';
export const b = () => a;
