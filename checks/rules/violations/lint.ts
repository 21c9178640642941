// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs';
export const anything: any = readFileSync('x');
// @ts-ignore
export const wrong: number = 'text';
