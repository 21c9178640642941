// SPDX-License-Identifier: Apache-2.0
import { hash } from 'node:crypto';

export const digest = (bytes: Uint8Array) => hash('sha256', bytes);
