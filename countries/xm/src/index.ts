// SPDX-License-Identifier: Apache-2.0
/** Country pack of Meridia; see README.md. */
export { familyOf, type FamilyMember } from './families.ts';
export { architectureRegister } from './architecture/register.ts';
export { architectureSubjects, integratorId } from './architecture/subjects.ts';
export { type Activity, activities, activity } from './activities.ts';
export {
  addWorkingDays,
  type Holiday,
  isWorkingDay,
  localDate,
  movedDays,
  publicHolidays,
  startOfDate,
  timeZone,
  utcOffsetMinutes,
  workingDaysBetween,
} from './calendar.ts';
export { type RefusedCandidate, refusedCandidates } from './certification.ts';
export { chanceries, type ChanceryDocument, chanceryDocuments } from './chancery-documents.ts';
export { companyPowers } from './company-powers.ts';
export { type OfficeStructure, officeStructures } from './structure.ts';
export { abacusBureau, companies, companiesDirectedBy, type Company, companyByInn, steppeBuild } from './companies.ts';
export type { LegalForm } from './company-names.ts';
export { type CountryCode, countryCodes, countryName, countryNames, knownCountry, meridiaCode } from './countries.ts';
export { type CriminalRecord, criminalRecordOf, criminalRecords } from './criminal-records.ts';
export { type Currency, currencies, currency, currencyName, formatAmount } from './currencies.ts';
export { type DemoAccount, demoAccounts, demoAppSecret, demoPassword, demoSigningPin } from './demo-accounts.ts';
export { type DemoExaminer, type EndedExamination, examinations, examinationStaff } from './examinations.ts';
export { type Diploma, diplomas, findDiploma, workerDiploma } from './diplomas.ts';
export { type CounterOffice, counterOffices, type CounterVisit } from './counter-history.ts';
export { chancerySubsystems, eventTypes, exchangeInstance, informationTypes, subsystems } from './exchange-members.ts';
export { type EmploymentContract, employmentContracts, technicianContract } from './employment-contracts.ts';
export { integratorYears } from './integrator.ts';
export {
  findForeignWorkerPermit,
  type ForeignWorkerPermit,
  foreignWorkerPermits,
  quotaLeft,
  technicianPermit,
} from './foreign-workers.ts';
export { formatInn, organisationInn, personInn, validInn, validOrganisationInn, validPersonInn } from './inn.ts';
export { formatKpp, kpp, validKpp } from './kpp.ts';
export { bodyContacts, type ObjectDocument, objectDocuments } from './object-documents.ts';
export { type Language, type LocalText, languages } from './local-text.ts';
export { meridia as default } from './pack.ts';
export { namedPeople } from './named-people.ts';
export {
  type Occupation,
  type OccupationGroup,
  knownOccupation,
  occupationGroups,
  occupationSkillLevel,
  occupationTitle,
  permitOccupations,
} from './occupations.ts';
export { formatOgrn, ogrn, ogrnip, validOgrn, validOgrnip } from './ogrn.ts';
export { type OrganisationType, organisationTypes } from './organisation-types.ts';
export {
  centralOrganisations,
  type GovernmentOrganisation,
  governmentOrganisation,
  governmentOrganisations,
} from './organisations.ts';
export { type PaperTemplate, paperTemplates } from './paper-templates.ts';
export {
  type DemoFee,
  demoFees,
  type DemoPayment,
  demoPayments,
} from './payments-history.ts';
export { people, personBySnils } from './people.ts';
export {
  lastMonthOfHistory,
  qualityComments,
  qualityFollowups,
  qualityMonths,
  qualityOffices,
} from './quality-history.ts';
export type { IdentityDocument, Person } from './person.ts';
export { Draw } from './random.ts';
export { formatSnils, parseSnils, snils, validSnils } from './snils.ts';
export {
  citizenIban,
  closedIban,
  treasuryAccounts,
  treasuryBalances,
  treasuryProgrammes,
  treasuryYear,
} from './treasury.ts';
export { type StatementEntry, type StatementToWrite, writeStatement } from './treasury-statements.ts';
export { transfersOfLate } from './treasury-transfers.ts';
export { country, districts, districtsOf, regions, type Territory, territories, territory } from './territories.ts';
export { transliterate } from './transliteration.ts';
export { besideCase, queueViews } from './desk-notes.ts';
export { reportedProblems } from './reported.ts';
export { watchedMonths, watchedServices } from './watched.ts';
