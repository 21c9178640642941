// SPDX-License-Identifier: Apache-2.0
/** Objects of Kubernetes for each size, as files of `deploy/kubernetes`: written by `npm run generate`, never by hand. */
import { stringify } from 'yaml';
import type { ReviewedModule } from '../inventory.ts';
import { type Group, groupsOf, hubGroup, ownPaths, portalGroup } from './groups.ts';
import * as parts from './objects.ts';
import type { Manifest } from './objects.ts';
import { connector, connectorSettings } from './connector.ts';
import { policies, ports } from './policies.ts';
import { type Shape, type Size, sizes } from './sizes.ts';

const { metadata } = parts;
const publicName = 'stoa.example';

const http = [{ name: 'http', containerPort: ports.http, protocol: 'TCP' }];
const beforeStop = { preStop: { exec: { command: ['sleep', '10'] } } };

/** Settings of every process that are no secrets; what ends in .example and the country are the operator's to set. */
export const settings = (groups: readonly Group[]): Record<string, string> => ({
  STOA_ENV: 'production',
  STOA_DEMO: '0',
  STOA_DATA: '/var/lib/stoa',
  STOA_COUNTRY: '/etc/stoa/trust/pack.ts',
  STOA_PUBLIC_URL: `https://${publicName}`,
  STOA_TSA_URL: 'https://stamps.example',
  STOA_MAIL_FROM: `Stoa <no-reply@${publicName}>`,
  STOA_HOSTS: groups.map(({ name }) => `stoa-${name}`).join(','),
  STOA_TRUSTED_PROXIES: '10.0.0.0/8',
  STOA_ACCEPTED_RISKS: 'peers-in-clear',
  STOA_HUB_HOST: '0.0.0.0',
  ...Object.fromEntries(
    ['STOA_CONNECTOR_URL', 'STOA_QUALITY_CONNECTOR_URL', 'STOA_PLATFORM_CONNECTOR_URL'].map((name) => [
      name,
      `https://stoa-connector:${ports.connector}`,
    ]),
  ),
  NODE_EXTRA_CA_CERTS: '/etc/stoa/trust/ca.crt',
  NODE_ENV: 'production',
  HOST: '0.0.0.0',
  PORT: String(ports.http),
});

/** Keys that the Secret `stoa-secrets` has to hold. */
export const secretKeys = [
  ...['DATABASE_URL', 'AMQP_URL', 'STOA_METRICS_TOKEN', 'STOA_SMTP_URL', 'STOA_CONNECTOR_TOKEN'],
  ...['STOA_QUALITY_CONNECTOR_TOKEN', 'STOA_PLATFORM_CONNECTOR_TOKEN'],
] as const;

/** What a group's processes are told beside: their modules, and where the others are. */
export function ownSettings(group: Group, groups: readonly Group[]): Record<string, string> {
  const elsewhere = groups.filter(({ name }) => name !== group.name);
  return {
    STOA_MODULES: group.modules.join(','),
    STOA_PEERS: elsewhere
      .flatMap(({ name, modules }) => modules.map((module) => `${module}=http://stoa-${name}:${ports.http}`))
      .join(','),
  };
}

const envOf = (own: Readonly<Record<string, string>>) => ({
  envFrom: [{ configMapRef: { name: 'stoa-settings' } }, { secretRef: { name: 'stoa-secrets' } }],
  ...(Object.keys(own).length > 0 ? { env: Object.entries(own).map(([name, value]) => ({ name, value })) } : {}),
});

/** @param own settings of this Deployment alone */
const deployment = (
  name: string,
  component: string,
  own: Readonly<Record<string, string>>,
  { replicas, cores, hub }: { replicas?: number; cores: number; hub: boolean },
): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata(name, component),
  spec: {
    ...(replicas === undefined ? {} : { replicas }),
    revisionHistoryLimit: 3,
    // A new process is ready before an old one goes; a hub's name leads to one at a time.
    strategy: hub ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    selector: { matchLabels: { ...parts.labels(component), ...(hub ? { 'app.kubernetes.io/instance': name } : {}) } },
    template: withInstance(
      parts.pod(component, 'stoa-data', {
        name: 'stoa',
        image: parts.image,
        args: ['apps/server/src/main.ts', 'start'],
        ...envOf(own),
        ports: hub ? [...http, { name: 'hub', containerPort: ports.hub, protocol: 'TCP' }] : http,
        ...parts.probes,
        lifecycle: beforeStop,
        resources: parts.resources(cores, 512, 1024),
        securityContext: parts.containerSecurity,
        volumeMounts: parts.volumeMounts,
      }),
      hub ? name : undefined,
    ),
  },
});

const withInstance = (pod: ReturnType<typeof parts.pod>, instance: string | undefined) =>
  instance ? { ...pod, metadata: { labels: { ...pod.metadata.labels, 'app.kubernetes.io/instance': instance } } } : pod;

/** Hubs have names of their own in their certificates, to which connectors of departments open lines. */
function hubs(group: Group, groups: readonly Group[], size: Size): Manifest[] {
  return Array.from({ length: size.hubs }, (_, at) => `stoa-hub-${at + 1}`).flatMap((name) => [
    deployment(
      name,
      group.name,
      { ...ownSettings(group, groups), STOA_HUB_NAME: `${name.slice('stoa-'.length)}.${publicName}` },
      { replicas: 1, cores: size.cores.hub, hub: true },
    ),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata(name, group.name),
      spec: {
        type: 'LoadBalancer',
        // The address of a connector is part of what the hub judges.
        externalTrafficPolicy: 'Local',
        selector: { ...parts.labels(group.name), 'app.kubernetes.io/instance': name },
        ports: [{ name: 'hub', port: ports.hub, targetPort: 'hub', protocol: 'TCP' }],
      },
    },
  ]);
}

const ofGroup = (group: Group, groups: readonly Group[], size: Size): Manifest[] => [
  ...(group.name === hubGroup
    ? hubs(group, groups, size)
    : [
        deployment(`stoa-${group.name}`, group.name, ownSettings(group, groups), {
          cores: size.cores.process,
          hub: false,
        }),
        parts.autoscaler(group.name, size.replicas),
      ]),
  parts.service(group.name),
  parts.budget(group.name),
];

const base = (groups: readonly Group[]): Manifest[] => [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: parts.namespace,
      labels: {
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'latest',
      },
    },
  },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('stoa'), automountServiceAccountToken: false },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata('stoa-settings'), data: settings(groups) },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadata('stoa-connector'),
    data: { 'connectors.yaml': stringify(connectorSettings) },
  },
  // Keys, newest checkpoints, bodies on their way: every process of the circuit has them.
  parts.claim('stoa-data', 'ReadWriteMany', '20Gi'),
];

function ingress(groups: readonly Group[], modules: readonly ReviewedModule[]): Manifest {
  const to = (name: string) => ({ service: { name: `stoa-${name}`, port: { name: 'http' } } });
  const elsewhere = groups
    .filter(({ name }) => name !== portalGroup)
    .flatMap((group) =>
      ownPaths(group, modules).map((path) => ({ path, pathType: 'Prefix', backend: to(group.name) })),
    );
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata('stoa'),
    spec: {
      ingressClassName: 'nginx',
      tls: [{ hosts: [publicName], secretName: 'stoa-tls' }],
      rules: [
        {
          host: publicName,
          http: { paths: [...elsewhere, { path: '/', pathType: 'Prefix', backend: to(portalGroup) }] },
        },
      ],
    },
  };
}

const migrate: Manifest = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: metadata('stoa-migrate', 'migrate'),
  spec: {
    backoffLimit: 3,
    activeDeadlineSeconds: 1800,
    ttlSecondsAfterFinished: 86_400,
    template: (() => {
      const pod = parts.pod('migrate', 'stoa-data', {
        name: 'migrate',
        image: parts.image,
        args: ['apps/server/src/main.ts', 'migrate'],
        ...envOf({}),
        resources: parts.resources(0.25, 256, 1024),
        securityContext: parts.containerSecurity,
        volumeMounts: parts.volumeMounts,
      });
      return { ...pod, spec: { ...pod.spec, restartPolicy: 'Never' } };
    })(),
  },
};

/** What groups a size has, of these modules. */
export const shapeOf =
  (modules: readonly ReviewedModule[]) =>
  (size: Size): Shape => {
    const names = modules.map(({ definition }) => definition.name);
    const groups = groupsOf(size.name, names).filter(({ name }) => name !== hubGroup);
    return { groups: groups.length, modules: groups.flatMap((group) => group.modules).length };
  };

/** Every object of a size, by file. */
export function manifestsOf(size: Size, modules: readonly ReviewedModule[]): Map<string, readonly Manifest[]> {
  const groups = groupsOf(
    size.name,
    modules.map(({ definition }) => definition.name),
  );
  return new Map<string, readonly Manifest[]>([
    ['base.yaml', base(groups)],
    ['migrate.yaml', [migrate]],
    ...groups.map((group) => [`${group.name}.yaml`, ofGroup(group, groups, size)] as const),
    ['connector.yaml', connector],
    ['network.yaml', [...policies(groups, modules), ingress(groups, modules)]],
  ]);
}

const heading =
  '# SPDX-License-Identifier: Apache-2.0\n# Written by npm run generate from checks/src/deploy; change it there.\n';
const asYaml = (objects: readonly object[]) =>
  heading + objects.map((one) => stringify(one, { lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');

/** Path from the root → text, of all sizes. */
export function kubernetesFiles(modules: readonly ReviewedModule[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const size of sizes) {
    const folder = `deploy/kubernetes/${size.name}`;
    const manifests = manifestsOf(size, modules);
    for (const [name, objects] of manifests) files.set(`${folder}/${name}`, asYaml(objects));
    files.set(
      `${folder}/kustomization.yaml`,
      asYaml([
        {
          apiVersion: 'kustomize.config.k8s.io/v1beta1',
          kind: 'Kustomization',
          namespace: parts.namespace,
          // The Job goes first by hand: what was applied once is not changed again.
          resources: [...manifests.keys()].filter((name) => name !== 'migrate.yaml'),
        },
      ]),
    );
  }
  return files;
}
