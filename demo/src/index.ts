// SPDX-License-Identifier: Apache-2.0
/** Departments' own systems and outside parties of the demo country; see README.md. */
export { type BankOptions, startBank } from './bank.ts';
export {
  type BuildingBodiesOptions,
  fireOpinion,
  healthOpinion,
  landOpinion,
  startBuildingBodies,
} from './building-bodies.ts';
export { type ClinicsOptions, startClinics } from './clinics.ts';
export { enterCompany, nameState, startCompanyRegistrar } from './company-registrar.ts';
export { type CompanyRegisterOptions, startCompanyRegister } from './company-register.ts';
export { type DepartmentOptions, startEducation } from './education.ts';
export { contractsFrom, startContractRegister } from './contract-register.ts';
export { type EmployerWatchOptions, startEmployerWatch } from './employer-watch.ts';
export { examine, startExaminationCentre } from './examination-centre.ts';
export { type ForeignWorkerRegisterOptions, startForeignWorkerRegister } from './foreign-worker-register.ts';
export { type InitiationOptions, startInitiation } from './initiation.ts';
export { type LandRegisterOptions, startLandRegister } from './land-register.ts';
export {
  type CaughtMessage,
  type MailCatcherOptions,
  type RunningMailCatcher,
  startMailCatcher,
} from './mail-catcher.ts';
export { type AggregateBatch, type MonitoringSystemOptions, startMonitoringSystem } from './monitoring-system.ts';
export type { LatencyOptions } from './outage.ts';
export { keepPassports, startPassportOffice } from './passport-office.ts';
export { startPolice } from './police.ts';
export { type PopulationRegisterOptions, startPopulationRegister } from './population-register.ts';
export type { RunningService } from './service.ts';
export { bodySigned, signBody } from './signature.ts';
export { type Token, tokenKeyStore } from './signing/token-keys.ts';
export { type SigningServiceOptions, startSigningService } from './signing-service.ts';
export { startStripe, type StripeOptions } from './stripe.ts';
export { type RunningSmsCentre, type SmsCentreOptions, startSmsCentre } from './sms-centre.ts';
export { startTaxRegister, type TaxRegisterOptions, taxTransfer } from './tax-register.ts';
export { startTimestampAuthority, type TimestampAuthorityOptions } from './timestamp-authority.ts';
export { keepPlate, noteEntry, startVehicleOffice } from './vehicle-office.ts';
export { type BirthEntry, birthsFrom } from './births.ts';
export { calendarFrom, medicalCertificate, type SlotEntry, startHealthRegister } from './health-register.ts';
export { type PermitEntry, permitsFrom } from './permit-entries.ts';
export { standingsFrom } from './labour-standing.ts';
export { createVehicleRegister, type VehicleRegister } from './vehicle-register.ts';
export { enterVehicle, transferVehicle } from './vehicle-transfers.ts';
export { startTreasuryBank, type TreasuryBankOptions } from './treasury-bank.ts';
export { consulateHours, startVisaRegister, type VisaEntry, visasFrom, watchList } from './visa-register.ts';
