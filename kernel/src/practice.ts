// SPDX-License-Identifier: Apache-2.0
/** Institutions in which people only practise: no list, count or search of work shows them, and no work shows in them. */
export const practicePrefix = 'PRACTICE-';
export const isPractice = (organisationId: string): boolean => organisationId.startsWith(practicePrefix);
