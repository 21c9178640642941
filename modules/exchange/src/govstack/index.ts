// SPDX-License-Identifier: Apache-2.0
/** GovStack's configuration management, by the use cases of members and rights. */
export { Configuration, describeInstance, updateInstance } from './configuration.ts';
export { allow, deny, listAllowed, RightsFilter, ServiceRights } from './rights.ts';
