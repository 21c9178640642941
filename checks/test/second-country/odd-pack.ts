// SPDX-License-Identifier: Apache-2.0
/** A country whose clocks nobody knows, and whose regions have no codes. */
import pack from './pack.ts';

export default {
  ...pack,
  timeZone: 'Mars/Olympus',
  territories: [pack.territories[0], { kind: 'region', name: { en: 'Nowhere' } }],
};
