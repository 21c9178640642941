// SPDX-License-Identifier: Apache-2.0
/** Parts of Kubernetes objects that are the same in all of them. */

/** An object of Kubernetes; `checks/test/deploy-kubernetes.test.ts` holds each to the schema of its kind. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

export const namespace = 'stoa';
export const image = 'stoa:0.1.0';
/** As the image makes it (deploy/Dockerfile). */
const user = 10_001;

export const labels = (component: string) => ({
  'app.kubernetes.io/name': 'stoa',
  'app.kubernetes.io/component': component,
});
export const selector = (component: string) => ({ matchLabels: labels(component) });

export const metadata = (name: string, component?: string) => ({
  name,
  namespace,
  ...(component ? { labels: labels(component) } : {}),
});

/** What the profile `restricted` of Kubernetes asks for (Pod Security Standards), and nothing written beside volumes. */
export const podSecurity = {
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  // Changing every file at each start would open the keys to the group.
  fsGroupChangePolicy: 'OnRootMismatch',
  seccompProfile: { type: 'RuntimeDefault' },
};
export const containerSecurity = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

export const resources = (cores: number, megabytes: number, mostMegabytes: number) => ({
  requests: { cpu: `${Math.round(cores * 1000)}m`, memory: `${megabytes}Mi` },
  limits: { memory: `${mostMegabytes}Mi` },
});

const trust = { name: 'trust', mountPath: '/etc/stoa/trust', readOnly: true };
export const volumeMounts = [{ name: 'data', mountPath: '/var/lib/stoa' }, { name: 'tmp', mountPath: '/tmp' }, trust];
/** @param claim the volume of the data folder */
export const volumes = (claim: string) => [
  { name: 'data', persistentVolumeClaim: { claimName: claim } },
  { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
  // Certificates of the authorities behind the database, the broker and the connector.
  { name: 'trust', configMap: { name: 'stoa-trust' } },
];

const get = (path: string) => ({ httpGet: { path, port: 'http' } });
/** The start waits for migrations; being alive needs nobody else; being ready needs the database. */
export const probes = {
  startupProbe: { ...get('/health/live'), periodSeconds: 5, failureThreshold: 60 },
  livenessProbe: { ...get('/health/live'), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  readinessProbe: { ...get('/health/ready'), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 },
};

export const pod = (component: string, claim: string, container: object, graceSeconds = 60) => ({
  metadata: { labels: labels(component) },
  spec: {
    serviceAccountName: 'stoa',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: graceSeconds,
    securityContext: podSecurity,
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: selector(component),
      },
    ],
    containers: [container],
    volumes: volumes(claim),
  },
});

export const budget = (component: string): Manifest => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: metadata(`stoa-${component}`, component),
  spec: { maxUnavailable: 1, selector: selector(component) },
});

export const service = (component: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: metadata(`stoa-${component}`, component),
  spec: {
    type: 'ClusterIP',
    selector: labels(component),
    ports: [{ name: 'http', port: 8080, targetPort: 'http', protocol: 'TCP' }],
  },
});

export const autoscaler = (component: string, [least, most]: readonly [number, number]): Manifest => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: metadata(`stoa-${component}`, component),
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `stoa-${component}` },
    minReplicas: least,
    maxReplicas: most,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
    // A start takes seconds of processor time: who has just been added is not counted as load.
    behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
  },
});

export function claim(name: string, mode: 'ReadWriteOnce' | 'ReadWriteMany', storage: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: metadata(name),
    spec: { accessModes: [mode], resources: { requests: { storage } } },
  };
}
