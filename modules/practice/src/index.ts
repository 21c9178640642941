// SPDX-License-Identifier: Apache-2.0
import { defineModule, every } from '@stoa/kernel';
import * as contract from './contract.ts';
import { tellAdmission } from './admission/admission.ts';
import { goOn } from './readiness/running.ts';
import { routes } from './routes.ts';

export default defineModule({
  name: 'practice',
  contract,
  routes,
  handlers: [tellAdmission, every('practice.readiness', 2, goOn)],
  sealed: { certificate: { key: 'id::text', columns: ['person_name'] } },
  migrations: new URL('../migrations/', import.meta.url),
  policies: new URL('../policies.cedar', import.meta.url),
});
