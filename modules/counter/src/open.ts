// SPDX-License-Identifier: Apache-2.0
/**
 * What stands open to a clerk within a visit; every other operation that is not public is shut. Of these, cases shows
 * only what was begun in the visit. Permissions are those of routes for files.
 */
export const openInVisit = [
  ...['start-draft', 'list-cases', 'get-case', 'get-form', 'save-page', 'refresh-register', 'review-answers'].map(
    ofCases,
  ),
  ...['submit-case', 'delete-draft', 'attach-file', 'remove-attachment'].map(ofCases),
  ...['save-entry', 'remove-entry', 'import-entries', 'list-entries'].map(ofCases),
  ...['get-profile', 'list-own-powers'].map((name) => `identity.${name}`),
  'counter:serve',
] as const;

function ofCases(name: string): string {
  return `cases.${name}`;
}
