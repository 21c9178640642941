// SPDX-License-Identifier: Apache-2.0
/** By which services of Meridia its labour market is counted. */
import type { CountryPack, LabourSource } from '@stoa/kernel';

const visa: LabourSource['counts'] = { issued: 'visas-issued', refused: 'visas-refused' };

export const labourMarket: CountryPack['labour'] = {
  publisherId: 'XM-LABOUR-MINISTRY',
  placesKind: 'foreign-workers',
  sources: [
    {
      ...{ of: 'cases', serviceId: 'work-permit' },
      counts: { issued: 'permits-issued', refused: 'permits-refused' },
      fields: { occupation: 'occupation', region: 'workRegion', citizenship: 'workerCitizenship' },
    },
    {
      ...{ of: 'cases', serviceId: 'work-permit-change' },
      counts: { ended: 'permits-ended' },
      fields: { occupation: 'occupation' },
    },
    {
      ...{ of: 'agreements', serviceId: 'e-contract' },
      counts: {
        'conclude registered': 'contracts-concluded',
        'end registered': 'contracts-ended',
        'notice registered': 'contracts-ended',
        'resign registered': 'contracts-ended',
      },
      fields: { occupation: 'occupation', region: 'workRegion', wage: 'wage' },
    },
    // Who comes to work, and who comes on a visit.
    { of: 'cases', serviceId: 'work-visa', counts: visa, fields: { citizenship: 'nationality' } },
    { of: 'cases', serviceId: 'visit-visa', counts: visa, fields: { citizenship: 'nationality' } },
    {
      ...{ of: 'cases', serviceId: 'labour-complaint' },
      counts: {
        upheld: 'complaints-upheld',
        dismissed: 'complaints-dismissed',
        redirected: 'complaints-redirected',
      },
      fields: { region: 'workRegion' },
    },
  ],
};
