// SPDX-License-Identifier: Apache-2.0
export * from './contract/accounts.ts';
export * from './contract/events.ts';
export * from './contract/factors.ts';
export * from './contract/held.ts';
export * from './contract/language.ts';
export * from './contract/links.ts';
export * from './contract/people.ts';
export * from './contract/self.ts';
export * from './contract/sessions.ts';
export * from './contract/sign-in.ts';
