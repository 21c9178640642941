// SPDX-License-Identifier: Apache-2.0
/** Identifiers that Meridia's departments use on the exchange. */

/** X-Road instance of the production circuit. */
export const exchangeInstance = 'XM';

/** Subsystems (instance/class/member/subsystem). */
export const subsystems = {
  labour: 'XM/GOV/1001/LABOUR',
  companies: 'XM/GOV/1002/COMPANIES',
  population: 'XM/GOV/1003/POPULATION',
  police: 'XM/GOV/1003/POLICE',
  diplomas: 'XM/GOV/1004/DIPLOMAS',
  quality: 'XM/GOV/1005/QUALITY',
  vehicles: 'XM/GOV/1003/VEHICLES',
  taxes: 'XM/GOV/1006/TAXES',
  land: 'XM/GOV/1007/LAND',
} as const;

/** Information types of mailbox requests. */
export const informationTypes = {
  criminalRecord: 'urn:xm:interior:criminal-record:1.0#Request',
  landTransfer: 'urn:xm:land:transfer:1.0#Request',
  diplomaCheck: 'urn:xm:education:diploma-check:1.0#Request',
  renderedService: 'urn:xm:quality:rendered-service:1.0#Request',
} as const;

/** Types of events. */
export const eventTypes = { companyChanged: 'xm.company.changed.v1' } as const;
