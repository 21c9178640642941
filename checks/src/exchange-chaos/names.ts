// SPDX-License-Identifier: Apache-2.0
/** Who asks whom for what while the exchange is shaken. */
export const asks = 'XM/GOV/1/ASKS';
export const answers = 'XM/GOV/2/ANSWERS';
export const type = 'urn:xm:kill:1.0#Request';
export const serviceCode = 'acts';
