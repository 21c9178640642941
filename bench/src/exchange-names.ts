// SPDX-License-Identifier: Apache-2.0
export const consumerId = 'XM/GOV/1001/LABOUR';
export const providerId = 'XM/GOV/1003/POPULATION';
export const serviceCode = 'persons';
