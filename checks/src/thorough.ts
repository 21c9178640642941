// SPDX-License-Identifier: Apache-2.0
/**
 * Whether what is alike is looked at in every variant (`STOA_THOROUGH=1`, set by `npm run test:all` and
 * `npm run check:pages`): every role, each language of a page and its contrasts, ninety messages while a hub is killed,
 * every part of the journey in both shapes. `npm test` takes of each what differs.
 */
export const thorough = process.env.STOA_THOROUGH === '1';
