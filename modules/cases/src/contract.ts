// SPDX-License-Identifier: Apache-2.0
/** What cases promises to the portal and to other modules. */
export * from './contract/applicant.ts';
export * from './contract/asked.ts';
export * from './contract/attachments.ts';
export * from './contract/demo.ts';
export * from './contract/desk.ts';
export * from './contract/drafts.ts';
export * from './contract/events.ts';
export * from './contract/evidence.ts';
export * from './contract/figures.ts';
export * from './contract/lists.ts';
export * from './contract/office.ts';
export * from './contract/steering.ts';
export * from './contract/versions.ts';
export { CaseState, CaseSummary, FieldError } from './contract/shared.ts';
export {
  type Attachment,
  type DeliveryState,
  EvidenceEntry,
  ExchangeMessage,
  FormField,
  type Provenance,
  ShownList,
} from './contract/shapes.ts';
