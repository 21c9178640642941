// SPDX-License-Identifier: Apache-2.0
import { defineModule } from '@stoa/kernel';
import * as contract from './contract.ts';
import { takeIn } from './imports/imports.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'papers',
  contract,
  routes,
  handlers: [takeIn],
  sealed: {
    view: { key: 'id::text', columns: ['name', 'filter'] },
    import_row: { key: `import_id::text || ' ' || line`, columns: ['row'] },
    dispatch_row: { key: `dispatch_id::text || ' ' || place`, columns: ['addressee', 'address'] },
  },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
