// SPDX-License-Identifier: Apache-2.0
export { known } from '../../engine/process/src/knows-the-kernel.ts';
