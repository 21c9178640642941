// SPDX-License-Identifier: Apache-2.0
/** NetworkPolicies: nothing passes, and then what contracts and settings of the modules need. */
import type { ReviewedModule } from '../inventory.ts';
import { calledBy, type Group, hubGroup, ownPaths, portalGroup, usesConnector, waysOut } from './groups.ts';
import { labels, type Manifest, metadata, selector } from './objects.ts';

const tcp = (port: number) => ({ protocol: 'TCP', port });
const inNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const component = (name: string) => ({ podSelector: { matchLabels: labels(name) } });

/** Namespaces beside this one; rename them where a cluster has others. */
export const neighbours = { ingress: 'ingress-nginx', monitoring: 'monitoring', data: 'stoa-data', dns: 'kube-system' };
export const ports = {
  http: 8080,
  https: 443,
  hub: 5500,
  connector: 8300,
  database: 5432,
  broker: 5671,
  dns: 53,
} as const;

const outside = {
  ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'] },
};
const dns = {
  to: [inNamespace(neighbours.dns)],
  ports: [
    { protocol: 'UDP', port: ports.dns },
    { protocol: 'TCP', port: ports.dns },
  ],
};
const data = { to: [inNamespace(neighbours.data)], ports: [tcp(ports.database), tcp(ports.broker)] };

const policy = (name: string, spec: object): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata(`stoa-${name}`, name),
  spec: { podSelector: selector(name), ...spec },
});

const nothing: Manifest = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: metadata('stoa-nothing-else'),
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};

function ofGroup(group: Group, groups: readonly Group[], modules: readonly ReviewedModule[]): Manifest {
  const callers = groups.filter((other) => calledBy(other, groups, modules).includes(group.name));
  const isHub = group.name === hubGroup;
  const fromOutside = group.name === portalGroup || ownPaths(group, modules).length > 0;
  const connectors = usesConnector(group, modules)
    ? [{ to: [component('connector')], ports: [tcp(ports.connector)] }]
    : [];
  const called = calledBy(group, groups, modules);
  return policy(group.name, {
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      {
        from: [
          ...callers.map(({ name }) => component(name)),
          // A connector enrols and renews where people ask.
          ...(group.name === portalGroup ? [component('connector')] : []),
          ...(fromOutside ? [inNamespace(neighbours.ingress)] : []),
          inNamespace(neighbours.monitoring),
        ],
        ports: [tcp(ports.http)],
      },
      // Connectors of departments come from anywhere, and show their certificates.
      ...(isHub ? [{ ports: [tcp(ports.hub)] }] : []),
    ],
    egress: [
      dns,
      data,
      ...(called.length > 0 ? [{ to: called.map(component), ports: [tcp(ports.http)] }] : []),
      ...connectors,
      // What a sign-in gave is redeemed at the public address.
      ...(group.modules.includes('identity')
        ? [{ to: [inNamespace(neighbours.ingress)], ports: [tcp(ports.https)] }]
        : []),
      { to: [outside], ports: waysOut(group, modules).map(({ port }) => tcp(port)) },
    ],
  });
}

export function policies(groups: readonly Group[], modules: readonly ReviewedModule[]): Manifest[] {
  return [
    nothing,
    ...groups.map((group) => ofGroup(group, groups, modules)),
    policy('connector', {
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: groups.filter((group) => usesConnector(group, modules)).map(({ name }) => component(name)),
          ports: [tcp(ports.connector)],
        },
      ],
      egress: [
        dns,
        { to: [component(portalGroup)], ports: [tcp(ports.http)] },
        { to: [component(hubGroup), outside], ports: [tcp(ports.hub)] },
      ],
    }),
    policy('migrate', { policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [dns, data] }),
  ];
}
