// SPDX-License-Identifier: Apache-2.0
export { type Access, authorise, createAccess, may, type Resource, servicesFor } from './access.ts';
export { type AuditEntry, type AuditRow, audit, auditOf } from './audit.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  type Calendar,
  type ConsentPurpose,
  type Country,
  countryOf,
  type CountryPack,
  type GovernmentOffice,
  type LabourSource,
  loadCountry,
  type PersonalData,
} from './country.ts';
export { type Config, ConfigError, readConfig, urlSetting, usualRateLimit } from './config.ts';
export {
  int8Array,
  jsonbArray,
  textArray,
  timestamptzArray,
  uuidArray,
} from './database/arrays.ts';
export { archiveFailing, archiveOf, isArchivePath, noteArchive, recoverySettings } from './database/archive.ts';
export { type EmbeddedPostgres, startEmbeddedPostgres } from './database/embedded-postgres.ts';
export { type MigrationState, migrationState } from './database/migrate.ts';
export { clusterOf, runningDatabase } from './database/place.ts';
export { type Tx } from './database/tx.ts';
export { queueOf } from './expensive.ts';
export { Volumes } from './health.ts';
export { weighBuffersWithHeap } from './heap.ts';
export { type Credential, cookieName, cookieOf, demandOwnOrigin } from './http/authenticate.ts';
export { type DpopRequest, fittingProof } from './http/dpop.ts';
export { compilePattern } from './http/path-pattern.ts';
export { type Saying, valuesAt } from './http/places.ts';
export { jsonOf, mark, openBytes, openRow, sealBytes, sealMore, sealRow, soughtMarks, wordMarks } from './seal.ts';
export { toProblem } from './http/problem.ts';
export { originForm } from './http/target.ts';
export {
  type Address,
  checkUrl,
  type CheckedUrl,
  isPublicAddress,
  type UrlPolicy,
  UrlRefused,
} from './http/url-guard.ts';
export { openApi } from './http/openapi.ts';
export { limitOf, principalOf } from './http/server.ts';
export type { AuditedAct } from './audit-desk.ts';
export { idOf, newId } from './id.ts';
export { signingJwk } from './keys/jwk.ts';
export { type Keys, personKey } from './keys/keys.ts';
export { wordsOf } from './text/search-words.ts';
export { idOfLinkToken, linkToken } from './link-token.ts';
export { canonicalJson } from './ledger/canonical.ts';
export { record } from './ledger/entry.ts';
export { startLoop } from './loop.ts';
export { createLog, describeError, type Log } from './log.ts';
export {
  defineModule,
  type EventMeta,
  every,
  handle,
  handleOutsideTx,
  type Job,
  job,
  type ModuleDefinition,
  type ModuleRuntime,
  on,
  type Route,
  rawRoute,
  type WorkHandler,
} from './module.ts';
export {
  declaredOperations,
  type DeadLetter,
  type LedgerProof,
  moduleOperations,
  modulePolicies,
  type OverdueWork,
  ownDataOperation,
  retentionOperation,
} from './module-operations.ts';
export type { OwnDataPart } from './own-data.ts';
export { healthSeconds, ownHealth } from './own-health.ts';
export { retentionDays, type RetentionRule } from './retention.ts';
export { proveEntry } from './module-routes.ts';
export { metricsToken } from './http/own-routes.ts';
export { type CallOptions, type Platform, type PlatformOptions, prepareSchemas, startPlatform } from './platform.ts';
export { randomFew } from './random.ts';
export { leastPasswordLength, passwordFault } from './password-strength.ts';
export { hashPassword, passwordMatches } from './password.ts';
export { movePseudonym, type PseudonymColumn } from './pseudonyms.ts';
export { type CursorPart, type Page, type PageAsked, pageOfRows, readCursor, writeCursor } from './paging.ts';
export { type FieldError, isRefusal, Refusal, refuse } from './refusal.ts';
export { compileForeign, complaints, deepest, foreignComplaints, isStorableText, isTooDeep } from './validate.ts';
export { demandSignIn, levelClasses, meetsSignIn } from './sign-in.ts';
export { searchFor, type SearchPart, searchVector } from './text/search.ts';
export { emit } from './work/emit.ts';
export { owedSince } from './work/overdue.ts';
