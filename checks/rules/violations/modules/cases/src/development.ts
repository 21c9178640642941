// SPDX-License-Identifier: Apache-2.0
export { expect } from 'vitest';
