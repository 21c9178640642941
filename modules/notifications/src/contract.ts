// SPDX-License-Identifier: Apache-2.0
/** What notifications promises: messages to people, their templates, channels, and what became of each. */
export {
  type Channel,
  channels,
  deliveryStates,
  type MatterKind,
  matterKinds,
  matters,
  templateClasses,
} from './contract/matters.ts';
export * from './contract/inbox.ts';
export * from './contract/templates.ts';
export * from './contract/deliveries.ts';
export * from './contract/preferences.ts';
export * from './contract/software.ts';
export * from './contract/bulk.ts';
