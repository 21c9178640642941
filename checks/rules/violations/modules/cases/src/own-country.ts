// SPDX-License-Identifier: Apache-2.0
export { timeZone } from '../../../countries/xm/src/index.ts';
