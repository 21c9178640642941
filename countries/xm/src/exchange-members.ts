// SPDX-License-Identifier: Apache-2.0
/** Identifiers that Meridia's departments use on the exchange. */

const { STOA_CIRCUIT: circuit = 'production' } = process.env;

/** X-Road instance of the circuit this process serves: `XM` in production, `XM-TEST` in the circuit `test`. */
export const exchangeInstance = circuit === 'production' || circuit === '' ? 'XM' : `XM-${circuit.toUpperCase()}`;

/** Subsystems (instance/class/member/subsystem). */
export const subsystems = {
  labour: `${exchangeInstance}/GOV/1001/LABOUR`,
  companies: `${exchangeInstance}/GOV/1002/COMPANIES`,
  population: `${exchangeInstance}/GOV/1003/POPULATION`,
  police: `${exchangeInstance}/GOV/1003/POLICE`,
  diplomas: `${exchangeInstance}/GOV/1004/DIPLOMAS`,
  quality: `${exchangeInstance}/GOV/1005/QUALITY`,
  vehicles: `${exchangeInstance}/GOV/1003/VEHICLES`,
  taxes: `${exchangeInstance}/GOV/1006/TAXES`,
  land: `${exchangeInstance}/GOV/1007/LAND`,
  platform: `${exchangeInstance}/GOV/1008/PLATFORM`,
  labourChancery: `${exchangeInstance}/GOV/1001/CHANCERY`,
  companiesChancery: `${exchangeInstance}/GOV/1002/CHANCERY`,
  interiorChancery: `${exchangeInstance}/GOV/1003/CHANCERY`,
  educationChancery: `${exchangeInstance}/GOV/1004/CHANCERY`,
  qualityChancery: `${exchangeInstance}/GOV/1005/CHANCERY`,
  auditChancery: `${exchangeInstance}/GOV/1009/CHANCERY`,
  practicePartner: `${exchangeInstance}/GOV/1008/PRACTICE`,
  clinics: `${exchangeInstance}/GOV/1010/CLINICS`,
  foreigners: `${exchangeInstance}/GOV/1001/FOREIGNERS`,
  contracts: `${exchangeInstance}/GOV/1001/CONTRACTS`,
  visas: `${exchangeInstance}/GOV/1003/VISAS`,
} as const;

/** Institutions that take documents over the exchange. */
export const chancerySubsystems = {
  'XM-LABOUR-MINISTRY': subsystems.labourChancery,
  'XM-COMPANIES-AGENCY': subsystems.companiesChancery,
  'XM-INTERIOR-MINISTRY': subsystems.interiorChancery,
  'XM-EDUCATION-MINISTRY': subsystems.educationChancery,
  'XM-QUALITY-AGENCY': subsystems.qualityChancery,
  'XM-AUDIT-CHAMBER': subsystems.auditChancery,
} as const;

/** Information types of mailbox requests. */
export const informationTypes = {
  criminalRecord: 'urn:xm:interior:criminal-record:1.0#Request',
  vehiclePlate: 'urn:xm:interior:vehicle-plate:1.0#Request',
  vehicleEntry: 'urn:xm:interior:vehicle-entry:1.0#Request',
  vehicleTransfer: 'urn:xm:interior:vehicle-transfer:1.0#Request',
  passport: 'urn:xm:interior:passport:1.0#Request',
  companyRegistration: 'urn:xm:companies:registration:1.0#Request',
  examination: 'urn:xm:education:examination:1.0#Request',
  landBuilding: 'urn:xm:land:building-opinion:1.0#Request',
  fireBuilding: 'urn:xm:interior:fire-opinion:1.0#Request',
  healthBuilding: 'urn:xm:health:building-opinion:1.0#Request',
  landTransfer: 'urn:xm:land:transfer:1.0#Request',
  diplomaCheck: 'urn:xm:education:diploma-check:1.0#Request',
  renderedService: 'urn:xm:quality:rendered-service:1.0#Request',
  clinicServices: 'urn:xm:clinics:rendered-services:1.0#Request',
  notice: 'urn:xm:portal:notice:1.0#Request',
  noticeRead: 'urn:xm:quality:notice-read:1.1#Request',
  agreement: 'urn:xm:portal:agreement:1.0#Request',
  places: 'urn:xm:portal:places:1.0#Request',
  payout: 'urn:xm:portal:payout:1.0#Request',
  permitEntry: 'urn:xm:labour:permit-entry:1.0#Request',
  birthEntry: 'urn:xm:interior:birth-entry:1.0#Request',
  appointment: 'urn:xm:health:appointment:1.0#Request',
  levelEntry: 'urn:xm:labour:level-entry:1.0#Request',
  wageEntry: 'urn:xm:labour:wage-entry:1.0#Request',
  visaEntry: 'urn:xm:interior:visa-entry:1.0#Request',
  consulate: 'urn:xm:interior:consulate:1.0#Request',
  watchList: 'urn:xm:interior:watch-list:1.0#Request',
  contractEntry: 'urn:xm:labour:contract-entry:1.0#Request',
} as const;

/** Types of events. */
export const eventTypes = { companyChanged: 'xm.company.changed.v1' } as const;
