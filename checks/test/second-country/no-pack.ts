// SPDX-License-Identifier: Apache-2.0
/** What a pack is not: two parts of it are there. */
export default { currency: 'BHD', timeZone: 'Asia/Qatar' };
