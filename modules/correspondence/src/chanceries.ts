// SPDX-License-Identifier: Apache-2.0
/** Institutions on the exchange, and the connectors of those that this installation serves. */
import { connectorClient, type ConnectorClient, inCircuit } from '@stoa/exchange/contract';
import { ConfigError, type ModuleRuntime } from '@stoa/kernel';
import { practicePrefix } from '@stoa/kernel/contract';
import { practicePartner } from './contract.ts';

/** A practice institution of an institution speaks by its chancery. */
export const chancery = (module: ModuleRuntime, institutionId: string): string | undefined => {
  const { chanceries, practicePartner: partner } = module.country.exchange;
  const subsystem = institutionId === practicePartner ? partner : chanceries[institutionId.replace(practicePrefix, '')];
  return subsystem && inCircuit(production(subsystem), module.config.circuit);
};

/** A pack may name subsystems of the circuit it runs in; `inCircuit` begins from production's name. */
const production = (subsystem: string): string => subsystem.replace(/^([^/-]+)-[^/]+\//, '$1/');

export const institutionOf = (module: ModuleRuntime, subsystem: string): string | undefined =>
  [...Object.keys(module.country.exchange.chanceries), practicePartner].find(
    (id) => chancery(module, id) === subsystem,
  );

export const nameOf = (module: ModuleRuntime, institutionId: string): string =>
  module.country.office(institutionId)?.name.en ?? institutionId;

interface Setting {
  readonly url: string;
  readonly token?: string;
}

const known = new WeakMap<ModuleRuntime, ReadonlyMap<string, ConnectorClient>>();

/** By institution, of `STOA_CHANCERY_CONNECTORS`. Throws ConfigError where that is not what it should be. */
export function connectors(module: ModuleRuntime): ReadonlyMap<string, ConnectorClient> {
  const clients = known.get(module) ?? read(module);
  known.set(module, clients);
  return clients;
}

function read(module: ModuleRuntime): ReadonlyMap<string, ConnectorClient> {
  const text = module.config.env.STOA_CHANCERY_CONNECTORS;
  if (!text) return new Map();
  const fail = (why: string): never => {
    throw new ConfigError(`STOA_CHANCERY_CONNECTORS ${why}`);
  };
  let settings: Record<string, Setting> = {};
  try {
    settings = JSON.parse(text) as Record<string, Setting>;
  } catch {
    fail('is no JSON: {"<institution>":{"url":"…","token":"…"}}');
  }
  return new Map(
    Object.entries(settings).map(([id, { url, token }]) => {
      if (typeof url !== 'string') fail(`lacks the url of ${id}`);
      const subsystem = chancery(module, id) ?? fail(`names ${id}, which has no chancery on the exchange`);
      return [id, connectorClient(url, subsystem, token)];
    }),
  );
}
