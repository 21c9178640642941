// SPDX-License-Identifier: Apache-2.0
export { fixture } from '../test/fixture.ts';
