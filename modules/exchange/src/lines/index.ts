// SPDX-License-Identifier: Apache-2.0
/** Sessions with connectors, and the tunnels on which providers are asked. */
export { OpenSession, Roots, type Session, Sessions, sessionUnknown } from './sessions.ts';
export { type TunnelAnswer, Tunnels } from './tunnel.ts';
