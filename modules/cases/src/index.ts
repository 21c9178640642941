// SPDX-License-Identifier: Apache-2.0
import { defineModule, wordMarks } from '@stoa/kernel';
import * as contract from './contract.ts';
import { handlers } from './handlers.ts';
import { ownData, retention } from './personal/index.ts';
import { routes } from './routes.ts';
import { takeSettings } from './settings.ts';

export default defineModule({
  name: 'cases',
  contract,
  routes,
  handlers,
  sealed: {
    case_file: {
      key: 'id::text',
      columns: ['decision', 'applicant_name'],
      sought: { applicant_name: { by: wordMarks, into: 'name_marks' } },
    },
    history: { key: 'id::text', columns: ['actor', 'facts'] },
    output: { key: 'id::text', columns: ['facts', 'revocation_reason'] },
    answer: { key: "case_id || '/' || field", columns: ['value'] },
    message: { key: 'id', columns: ['content', 'response', 'rejection'] },
    task: { key: 'id::text', columns: ['about'] },
    clarification: { key: 'id::text', columns: ['question', 'previous', 'answer', 'note'] },
    reading: { key: "case_id || '/' || register", columns: ['path', 'body'] },
  },
  ownData,
  retention,
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    takeSettings(module);
    return async () => {};
  },
});
