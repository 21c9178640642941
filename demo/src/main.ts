// SPDX-License-Identifier: Apache-2.0
/** Every program of the demo in one process. */
import { bank } from './bank.ts';
import { buildingBodies } from './building-bodies.ts';
import { clinicVisits } from './clinics.ts';
import { companyRegistrar } from './company-registrar.ts';
import { companyRegister } from './company-register.ts';
import { contractRegister } from './contract-register.ts';
import { education } from './education.ts';
import { employerWatch } from './employer-watch.ts';
import { examinationCentre } from './examination-centre.ts';
import { foreignWorkerRegister } from './foreign-worker-register.ts';
import { healthRegister } from './health-register.ts';
import { initiation } from './initiation.ts';
import { landRegister } from './land-register.ts';
import { mailServices } from './mail-catcher.ts';
import { monitoringSystem } from './monitoring-system.ts';
import { passportOffice } from './passport-office.ts';
import { police } from './police.ts';
import { populationRegister } from './population-register.ts';
import { runProgram } from './service.ts';
import { signingService } from './signing-service.ts';
import { stripe } from './stripe.ts';
import { smsServices } from './sms-centre.ts';
import { taxRegister } from './tax-register.ts';
import { timestampAuthority } from './timestamp-authority.ts';
import { treasuryBank } from './treasury-bank.ts';
import { vehicleOffice } from './vehicle-office.ts';
import { visaRegister } from './visa-register.ts';

await runProgram(async () => ({
  companyRegister: await companyRegister(),
  populationRegister: await populationRegister(),
  education: await education(),
  police: await police(),
  bank: await bank(),
  ...(await mailServices()),
  timestampAuthority: await timestampAuthority(),
  monitoringSystem: await monitoringSystem(),
  taxRegister: await taxRegister(),
  landRegister: await landRegister(),
  employerWatch: await employerWatch(),
  signingService: await signingService(),
  clinics: await clinicVisits(),
  stripe: await stripe(),
  initiation: await initiation(),
  treasuryBank: await treasuryBank(),
  ...(await smsServices()),
  foreignWorkerRegister: await foreignWorkerRegister(),
  vehicleOffice: await vehicleOffice(),
  passportOffice: await passportOffice(),
  companyRegistrar: await companyRegistrar(),
  examinationCentre: await examinationCentre(),
  buildingBodies: await buildingBodies(),
  contractRegister: await contractRegister(),
  healthRegister: await healthRegister(),
  visaRegister: await visaRegister(),
}));
