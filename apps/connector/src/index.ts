// SPDX-License-Identifier: Apache-2.0
export { type Connector, startConnector } from './connector.ts';
export { type ConnectorSettings, readSettings } from './settings.ts';
