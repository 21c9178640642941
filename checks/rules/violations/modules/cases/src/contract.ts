// SPDX-License-Identifier: Apache-2.0
export { defineModule } from '../../../kernel/src/index.ts';
