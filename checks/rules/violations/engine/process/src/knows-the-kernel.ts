// SPDX-License-Identifier: Apache-2.0
export { pool } from '../../../kernel/src/pool.ts';
