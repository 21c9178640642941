// SPDX-License-Identifier: Apache-2.0
/**
 * What Kubernetes 1.31 takes of the kinds that we use, after its API reference, and only the fields that we use: one that is
 * misspelt, or new to us, is found. Whether a cluster takes the objects only a cluster can say.
 */
import { type TProperties, type TSchema, Type } from 'typebox';
import { Errors } from 'typebox/value';
import type { Manifest } from './objects.ts';

const strict = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const maybe = Type.Optional;
const one = (...values: string[]) => Type.Union(values.map((value) => Type.Literal(value)));
const text = Type.String({ minLength: 1 });
const count = Type.Integer({ minimum: 0 });
const texts = Type.Record(Type.String(), Type.String());
/** RFC 1123, as names of objects are. */
const name = Type.String({ pattern: '^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$' });
/** RFC 6335, names of ports. */
const portName = Type.String({ pattern: '^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$' });
const quantity = Type.String({ pattern: '^[0-9]+(\\.[0-9]+)?(m|Ki|Mi|Gi|Ti)?$' });
const portNumber = Type.Integer({ minimum: 1, maximum: 65_535 });
const protocol = one('TCP', 'UDP');

const metadata = strict({
  name,
  namespace: maybe(name),
  labels: maybe(texts),
  annotations: maybe(texts),
});
const selector = strict({ matchLabels: maybe(texts) });

const probe = strict({
  httpGet: maybe(strict({ path: Type.String({ pattern: '^/' }), port: portName })),
  tcpSocket: maybe(strict({ port: portName })),
  periodSeconds: maybe(count),
  timeoutSeconds: maybe(count),
  failureThreshold: maybe(count),
});

const container = strict({
  name,
  image: text,
  args: maybe(Type.Array(text)),
  env: maybe(Type.Array(strict({ name: Type.String({ pattern: '^[A-Z_]+$' }), value: Type.String() }))),
  envFrom: maybe(Type.Array(strict({ configMapRef: maybe(strict({ name })), secretRef: maybe(strict({ name })) }))),
  ports: maybe(Type.Array(strict({ name: portName, containerPort: portNumber, protocol }))),
  startupProbe: maybe(probe),
  livenessProbe: maybe(probe),
  readinessProbe: maybe(probe),
  lifecycle: maybe(strict({ preStop: strict({ exec: strict({ command: Type.Array(text, { minItems: 1 }) }) }) })),
  resources: strict({
    requests: strict({ cpu: quantity, memory: quantity }),
    limits: strict({ memory: quantity }),
  }),
  securityContext: strict({
    allowPrivilegeEscalation: Type.Boolean(),
    readOnlyRootFilesystem: Type.Boolean(),
    capabilities: strict({ drop: Type.Array(text) }),
  }),
  volumeMounts: Type.Array(
    strict({ name, mountPath: Type.String({ pattern: '^/' }), readOnly: maybe(Type.Boolean()) }),
  ),
});

const volume = strict({
  name,
  persistentVolumeClaim: maybe(strict({ claimName: name })),
  emptyDir: maybe(strict({ sizeLimit: quantity })),
  configMap: maybe(strict({ name })),
  secret: maybe(strict({ secretName: name, defaultMode: Type.Integer({ minimum: 0, maximum: 0o777 }) })),
});

const pod = strict({
  metadata: strict({ labels: texts }),
  spec: strict({
    serviceAccountName: name,
    automountServiceAccountToken: Type.Boolean(),
    enableServiceLinks: Type.Boolean(),
    restartPolicy: maybe(one('Always', 'OnFailure', 'Never')),
    terminationGracePeriodSeconds: count,
    securityContext: strict({
      runAsNonRoot: Type.Boolean(),
      runAsUser: count,
      runAsGroup: count,
      fsGroup: count,
      fsGroupChangePolicy: one('Always', 'OnRootMismatch'),
      seccompProfile: strict({ type: one('RuntimeDefault', 'Localhost', 'Unconfined') }),
    }),
    topologySpreadConstraints: Type.Array(
      strict({
        maxSkew: Type.Integer({ minimum: 1 }),
        topologyKey: text,
        whenUnsatisfiable: one('DoNotSchedule', 'ScheduleAnyway'),
        labelSelector: selector,
      }),
    ),
    containers: Type.Array(container, { minItems: 1 }),
    volumes: Type.Array(volume),
  }),
});

const peer = strict({
  podSelector: maybe(selector),
  namespaceSelector: maybe(selector),
  ipBlock: maybe(strict({ cidr: text, except: maybe(Type.Array(text)) })),
});
const policyPorts = Type.Array(strict({ protocol, port: portNumber }), { minItems: 1 });

const specs: Readonly<Record<string, TSchema>> = {
  'apps/v1 Deployment': strict({
    replicas: maybe(count),
    revisionHistoryLimit: maybe(count),
    strategy: strict({
      type: one('Recreate', 'RollingUpdate'),
      rollingUpdate: maybe(strict({ maxSurge: count, maxUnavailable: count })),
    }),
    selector,
    template: pod,
  }),
  'batch/v1 Job': strict({
    backoffLimit: count,
    activeDeadlineSeconds: count,
    ttlSecondsAfterFinished: count,
    template: pod,
  }),
  'v1 Service': strict({
    type: one('ClusterIP', 'LoadBalancer'),
    externalTrafficPolicy: maybe(one('Cluster', 'Local')),
    selector: texts,
    ports: Type.Array(strict({ name: portName, port: portNumber, targetPort: portName, protocol }), { minItems: 1 }),
  }),
  'v1 PersistentVolumeClaim': strict({
    accessModes: Type.Array(one('ReadWriteOnce', 'ReadWriteMany', 'ReadOnlyMany'), { minItems: 1 }),
    resources: strict({ requests: strict({ storage: quantity }) }),
  }),
  'autoscaling/v2 HorizontalPodAutoscaler': strict({
    scaleTargetRef: strict({ apiVersion: Type.Literal('apps/v1'), kind: Type.Literal('Deployment'), name }),
    minReplicas: Type.Integer({ minimum: 1 }),
    maxReplicas: Type.Integer({ minimum: 1 }),
    metrics: Type.Array(
      strict({
        type: Type.Literal('Resource'),
        resource: strict({
          name: one('cpu', 'memory'),
          target: strict({ type: Type.Literal('Utilization'), averageUtilization: Type.Integer({ minimum: 1 }) }),
        }),
      }),
      { minItems: 1 },
    ),
    behavior: maybe(strict({ scaleDown: strict({ stabilizationWindowSeconds: Type.Integer({ maximum: 3600 }) }) })),
  }),
  'policy/v1 PodDisruptionBudget': strict({ maxUnavailable: count, selector }),
  'networking.k8s.io/v1 NetworkPolicy': strict({
    podSelector: selector,
    policyTypes: Type.Array(one('Ingress', 'Egress'), { minItems: 1 }),
    ingress: maybe(Type.Array(strict({ from: maybe(Type.Array(peer, { minItems: 1 })), ports: policyPorts }))),
    egress: maybe(Type.Array(strict({ to: maybe(Type.Array(peer, { minItems: 1 })), ports: policyPorts }))),
  }),
  'networking.k8s.io/v1 Ingress': strict({
    ingressClassName: name,
    tls: Type.Array(strict({ hosts: Type.Array(name), secretName: name })),
    rules: Type.Array(
      strict({
        host: name,
        http: strict({
          paths: Type.Array(
            strict({
              path: Type.String({ pattern: '^/' }),
              pathType: one('Prefix', 'Exact'),
              backend: strict({ service: strict({ name, port: strict({ name: portName }) }) }),
            }),
            { minItems: 1 },
          ),
        }),
      }),
      { minItems: 1 },
    ),
  }),
};

const head = { apiVersion: text, kind: text, metadata };
/** Kinds whose content is no `spec`. */
const others: Readonly<Record<string, TSchema>> = {
  'v1 Namespace': strict(head),
  'v1 ServiceAccount': strict({ ...head, automountServiceAccountToken: Type.Boolean() }),
  'v1 ConfigMap': strict({ ...head, data: texts }),
};

/** What an object has that its kind does not know, or lacks; a kind that nobody described here is a fault too. */
export function schemaFaults(object: Manifest): string[] {
  const kind = `${object.apiVersion} ${object.kind}`;
  const spec = specs[kind];
  const schema = spec ? strict({ ...head, spec }) : others[kind];
  if (!schema) return [`${kind} is no kind that is described`];
  return [...Errors(schema, object)].map((fault) => `${fault.instancePath || '/'} ${fault.message}`);
}
