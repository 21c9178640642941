// SPDX-License-Identifier: Apache-2.0
/** Cases of the demo country: an example of a package played once, and copied for many applicants. */
export { enterDemoCases } from './demo.ts';
