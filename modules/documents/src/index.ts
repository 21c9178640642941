// SPDX-License-Identifier: Apache-2.0
import { defineModule, every, wordMarks } from '@stoa/kernel';
import * as contract from './contract.ts';
import { importStandard } from './norms/norms.ts';
import { routes } from './routes.ts';
import { takeSigned } from './signing/signatures.ts';

export default defineModule({
  name: 'documents',
  contract,
  routes,
  handlers: [every('documents.take-signed', 60, takeSigned)],
  sealed: {
    document: {
      key: 'id::text',
      columns: ['subject', 'correspondents', 'card'],
      seenAfter: `select set_config('documents.all', 'on', true)`,
      sought: { subject: { by: wordMarks, into: 'subject_marks' } },
    },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
  start: async (module) => {
    await importStandard(module);
    return async () => {};
  },
});
