// SPDX-License-Identifier: Apache-2.0
/** The connector by which the platform itself asks registers and takes messages. */
import { portalGroup } from './groups.ts';
import * as parts from './objects.ts';
import type { Manifest } from './objects.ts';
import { ports } from './policies.ts';

/** `connectors.yaml` of it; the subsystem is the operator's to name. */
export const connectorSettings = [
  {
    subsystem: 'XX/GOV/0001/PLATFORM',
    port: ports.connector,
    host: '0.0.0.0',
    names: ['stoa-connector'],
    tls: { certificate: '/etc/stoa/tls/tls.crt', key: '/etc/stoa/tls/tls.key' },
    platformUrl: `http://stoa-${portalGroup}:${ports.http}`,
    dataDir: '/var/lib/stoa/platform',
    enrolmentToken: '${PLATFORM_TOKEN}',
    systems: { platform: { token: '${PLATFORM_SYSTEM_TOKEN}' } },
  },
];

export const connector: readonly Manifest[] = [
  parts.claim('stoa-connector', 'ReadWriteOnce', '1Gi'),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: parts.metadata('stoa-connector', 'connector'),
    spec: {
      replicas: 1,
      // Its keys are one connector's.
      strategy: { type: 'Recreate' },
      selector: parts.selector('connector'),
      template: connectorPod(),
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: parts.metadata('stoa-connector', 'connector'),
    spec: {
      type: 'ClusterIP',
      selector: parts.labels('connector'),
      ports: [{ name: 'systems', port: ports.connector, targetPort: 'systems', protocol: 'TCP' }],
    },
  },
  parts.budget('connector'),
];

function connectorPod() {
  const port = { tcpSocket: { port: 'systems' } };
  const pod = parts.pod('connector', 'stoa-connector', {
    name: 'connector',
    image: parts.image,
    args: ['apps/connector/src/main.ts', '/etc/stoa/connector/connectors.yaml'],
    env: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/etc/stoa/trust/ca.crt' }],
    envFrom: [{ secretRef: { name: 'stoa-connector' } }],
    ports: [{ name: 'systems', containerPort: ports.connector, protocol: 'TCP' }],
    startupProbe: { ...port, periodSeconds: 5, failureThreshold: 60 },
    livenessProbe: { ...port, periodSeconds: 20 },
    readinessProbe: { ...port, periodSeconds: 5 },
    resources: parts.resources(0.25, 256, 512),
    securityContext: parts.containerSecurity,
    volumeMounts: [
      ...parts.volumeMounts,
      { name: 'settings', mountPath: '/etc/stoa/connector', readOnly: true },
      { name: 'tls', mountPath: '/etc/stoa/tls', readOnly: true },
    ],
  });
  const volumes = [
    ...pod.spec.volumes,
    { name: 'settings', configMap: { name: 'stoa-connector' } },
    { name: 'tls', secret: { secretName: 'stoa-connector-tls', defaultMode: 0o440 } },
  ];
  return { ...pod, spec: { ...pod.spec, volumes } };
}
