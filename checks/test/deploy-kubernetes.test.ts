// SPDX-License-Identifier: Apache-2.0
/** Objects of Kubernetes: each is what its schema says, safe, and open to nobody whom no contract names. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '@stoa/kernel';
import { describe, expect, it, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { readSettings } from '../../apps/connector/src/settings.ts';
import { moduleNames } from '../../apps/server/src/modules.ts';
import { dangersOf } from '../../apps/server/src/safety/index.ts';
import { calledBy, groupsOf, hubGroup, ownPaths, portalGroup, usesConnector, waysOut } from '../src/deploy/groups.ts';
import { secretKeys } from '../src/deploy/kubernetes.ts';
import type { Manifest } from '../src/deploy/objects.ts';
import { ports } from '../src/deploy/policies.ts';
import { schemaFaults } from '../src/deploy/schemas.ts';
import { neededBy, sizes } from '../src/deploy/sizes.ts';
import { readModules, root } from '../src/inventory.ts';

const modules = await readModules();
const objectsIn = (folder: string, name: string) =>
  parseAllDocuments(readFileSync(join(root, folder, name), 'utf8')).map((one) => one.toJS() as Manifest);

interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly [field: string]: unknown;
}
interface Pod {
  readonly spec: { readonly containers: readonly Container[]; readonly [field: string]: unknown };
  readonly metadata: { readonly labels: Record<string, string> };
}
interface Peer {
  readonly podSelector?: { readonly matchLabels: Record<string, string> };
  readonly namespaceSelector?: { readonly matchLabels: Record<string, string> };
  readonly ipBlock?: unknown;
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports: readonly { readonly port: number }[];
}
interface Policy {
  readonly podSelector: { readonly matchLabels?: Record<string, string> };
  readonly ingress?: readonly Rule[];
  readonly egress?: readonly Rule[];
}
const component = (labels: Record<string, string> = {}) => labels['app.kubernetes.io/component'] ?? '';
const podOf = ({ spec }: Manifest) => (spec as { template: Pod }).template;
const named = (peers: readonly Peer[] = []) =>
  peers.flatMap(({ podSelector }) => (podSelector ? [component(podSelector.matchLabels)] : [])).sort();

describe.each(sizes)('size $name', (size) => {
  const folder = `deploy/kubernetes/${size.name}`;
  const files = readdirSync(join(root, folder)).filter((name) => name !== 'kustomization.yaml');
  const all = files.flatMap((name) => objectsIn(folder, name));
  const ofKind = (kind: string) => all.filter((one) => one.kind === kind);
  const workloads = [...ofKind('Deployment'), ...ofKind('Job')];
  const groups = groupsOf(size.name, moduleNames);
  const policyOf = (name: string) =>
    ofKind('NetworkPolicy').find(({ spec }) => component((spec as Policy).podSelector.matchLabels) === name)
      ?.spec as Policy;

  it('has what the schemas of Kubernetes ask for, and nothing that they do not know', () => {
    expect(all.length).toBeGreaterThan(20);
    for (const one of all)
      expect([one.kind, one.metadata.name, schemaFaults(one)]).toEqual([one.kind, one.metadata.name, []]);
  });

  it('runs nothing as root, writes to volumes alone, has limits and probes', () => {
    for (const one of workloads) {
      const { spec } = podOf(one);
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const container of spec.containers) {
        expect(container).toMatchObject({
          image: expect.stringMatching(/:\d+\.\d+\.\d+$/) as string,
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: {
            requests: { cpu: expect.any(String) as string },
            limits: { memory: expect.any(String) as string },
          },
        });
        const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'].filter((probe) => probe in container);
        expect([one.metadata.name, probes.length]).toEqual([one.metadata.name, one.kind === 'Job' ? 0 : 3]);
      }
    }
  });

  it('gives every Deployment a budget and a policy, and processes without a name of their own an autoscaler', () => {
    const budgets = ofKind('PodDisruptionBudget').map(({ metadata }) => component(metadata.labels));
    const scaled = ofKind('HorizontalPodAutoscaler').map(({ metadata }) => component(metadata.labels));
    for (const one of ofKind('Deployment')) {
      const name = component(podOf(one).metadata.labels);
      expect([name, budgets.includes(name), policyOf(name) !== undefined]).toEqual([name, true, true]);
      expect([name, scaled.includes(name)]).toEqual([name, ![hubGroup, 'connector'].includes(name)]);
    }
  });

  it('runs each module in one group, and tells every process where the others are', () => {
    expect(groups.flatMap((group) => group.modules).sort()).toEqual([...moduleNames].sort());
    expect(ofKind('Deployment').filter((one) => one.metadata.name.startsWith('stoa-hub-'))).toHaveLength(size.hubs);
  });

  it('opens each group to those whose modules import its contracts, to the portal, and to nobody else', () => {
    for (const group of groups) {
      const callers = groups
        .filter((other) => calledBy(other, groups, modules).includes(group.name))
        .map(({ name }) => name);
      const [http] = policyOf(group.name).ingress ?? [];
      const expected = [...callers, ...(group.name === portalGroup ? ['connector'] : [])].sort();
      expect([group.name, named(http?.from)]).toEqual([group.name, expected]);
      const called = (policyOf(group.name).egress ?? []).filter(({ ports: [first] }) => first?.port === ports.http);
      expect([group.name, called.flatMap(({ to }) => named(to))]).toEqual([
        group.name,
        calledBy(group, groups, modules).sort(),
      ]);
    }
  });

  it('opens no port that no contract or setting needs', () => {
    const nothing = ofKind('NetworkPolicy').find(({ metadata }) => metadata.name === 'stoa-nothing-else');
    expect(nothing?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    for (const group of groups) {
      const { ingress = [], egress = [] } = policyOf(group.name);
      expect(ingress.flatMap((rule) => rule.ports.map(({ port }) => port))).toEqual(
        group.name === hubGroup ? [ports.http, ports.hub] : [ports.http],
      );
      const allowed = new Set<number>([
        ...[ports.dns, ports.database, ports.broker, ports.http],
        ...(usesConnector(group, modules) ? [ports.connector] : []),
        ...(group.modules.includes('identity') ? [ports.https] : []),
        ...waysOut(group, modules).map(({ port }) => port),
      ]);
      for (const { port } of egress.flatMap((rule) => rule.ports))
        expect([port, allowed.has(port)]).toEqual([port, true]);
      const ipBlocks = egress.filter(({ to = [] }) => to.some((peer) => peer.ipBlock));
      expect(ipBlocks.flatMap((rule) => rule.ports.map(({ port }) => port))).toEqual(
        waysOut(group, modules).map(({ port }) => port),
      );
    }
    for (const one of ofKind('Deployment'))
      for (const { ports: open = [] } of podOf(one).spec.containers)
        for (const { containerPort } of open)
          expect([ports.http, ports.hub, ports.connector] as number[]).toContain(containerPort);
  });

  it('leads addresses that only one group serves to it, and all others to the portal', () => {
    interface Leads {
      rules: { http: { paths: { path: string; backend: { service: { name: string } } }[] } }[];
    }
    const [leads] = ofKind('Ingress').map(({ spec }) => spec as Leads);
    const paths = leads?.rules[0]?.http.paths.map(({ path, backend }) => [backend.service.name, path]) ?? [];
    for (const group of groups.filter(({ name }) => name !== portalGroup))
      for (const path of ownPaths(group, modules)) expect(paths).toContainEqual([`stoa-${group.name}`, path]);
    expect(paths.at(-1)).toEqual([`stoa-${portalGroup}`, '/']);
    for (const [, path = ''] of paths.slice(0, -1)) expect(path).toMatch(/^\/[a-z]/);
  });

  it('is an installation that production starts with', async () => {
    const { data } = ofKind('ConfigMap').find(({ metadata }) => metadata.name === 'stoa-settings') as unknown as {
      data: Record<string, string>;
    };
    const secrets: Record<string, string> = {
      DATABASE_URL: 'postgres://stoa:p@database.stoa-data/stoa?sslmode=verify-full&sslrootcert=/etc/stoa/trust/ca.crt',
      AMQP_URL: 'amqps://stoa:p@broker.stoa-data',
      STOA_SMTP_URL: 'smtps://stoa:p@mail.example',
      STOA_METRICS_TOKEN: 'm'.repeat(32),
      STOA_CONNECTOR_TOKEN: 'c'.repeat(32),
      STOA_QUALITY_CONNECTOR_TOKEN: 'q'.repeat(32),
      STOA_PLATFORM_CONNECTOR_TOKEN: 'p'.repeat(32),
    };
    expect(Object.keys(secrets).sort()).toEqual([...secretKeys].sort());
    for (const one of ofKind('Deployment').filter(({ metadata }) => metadata.name !== 'stoa-connector')) {
      const own = Object.fromEntries(podOf(one).spec.containers[0]?.env?.map(({ name, value }) => [name, value]) ?? []);
      const config = readConfig({ ...data, ...secrets, ...own, STOA_DATA: join(root, 'no-such-folder') }, moduleNames);
      const found = await dangersOf({ config, uid: 10_001, nodeOptions: '' });
      expect([one.metadata.name, found.map(({ danger, accepted }) => [danger.code, accepted])]).toEqual([
        one.metadata.name,
        [['peers-in-clear', true]],
      ]);
      for (const host of Object.values(config.peers)) expect(config.hosts).toContain(new URL(host).hostname);
    }
  });

  it('gives the connector settings that it reads', () => {
    const { data } = ofKind('ConfigMap').find(({ metadata }) => metadata.name === 'stoa-connector') as unknown as {
      data: Record<string, string>;
    };
    const env = { PLATFORM_TOKEN: 'once', PLATFORM_SYSTEM_TOKEN: 't'.repeat(32) };
    expect(readSettings(data['connectors.yaml'] ?? '', env)).toMatchObject([{ port: ports.connector }]);
  });

  it('lets the busiest group and the hubs grow to the cores that their demand needs by what was measured', () => {
    const need = neededBy(size.demand);
    const most = size.replicas[1] * size.cores.process;
    expect(most).toBeGreaterThanOrEqual(need.busiestGroup(groups.some(({ name }) => name === 'cases')));
    expect(size.hubs * size.cores.hub).toBeGreaterThanOrEqual(need.hubCoresPlanned);
  });
});

test.each<[says: string, change: (one: Manifest) => object]>([
  ['a field that is misspelt', (one) => ({ ...one, spec: { ...(one.spec as object), replica: 2 } })],
  ['a field that is missing', ({ spec: _, ...one }) => ({ ...one, spec: { replicas: 2 } })],
  ['a text in place of a number', (one) => ({ ...one, spec: { ...(one.spec as object), replicas: 'two' } })],
  ['a kind of another version', (one) => ({ ...one, apiVersion: 'extensions/v1beta1' })],
])('the schema finds %s', (_says, change) => {
  const [deployment] = objectsIn('deploy/kubernetes/small', 'front.yaml').filter(({ kind }) => kind === 'Deployment');
  expect(schemaFaults(deployment as Manifest)).toEqual([]);
  expect(schemaFaults(change(deployment as Manifest) as Manifest)).not.toEqual([]);
});
