// SPDX-License-Identifier: Apache-2.0
/** Members, subsystems, what they offer, and whose they are. */
export { type Endpoint, publishOpenapi } from './openapi.ts';
export { publishInformationType, publishService, registerSubsystem, requireSubsystem } from './registry.ts';
export { authoriseSubsystem, observedSubsystems } from './scope.ts';
