// SPDX-License-Identifier: Apache-2.0
/** Who may call what, in memory: deny by default; decided on decoded, normalised paths. */
import { compilePattern, type Tx } from '@stoa/kernel';

export interface Right {
  readonly method: string;
  readonly pathPattern: string;
  readonly purpose: string;
  /** Codes of which each call names one, unless there is only one. */
  readonly purposes: readonly string[];
  readonly validUntil: Date | null;
}
interface CompiledRight extends Right {
  readonly covers: (path: string) => boolean;
}

export interface Attempt {
  readonly consumer: string;
  /** Service or information type. */
  readonly target: string;
  readonly method: string;
  readonly path: string;
  /** What the caller says it calls for. */
  readonly purpose: string | undefined;
  readonly at: Date;
}
export type Decision = { readonly purpose: string; readonly pathPattern: string } | 'denied' | 'purpose-missing';

const slashes = /\/{2,}/g;

export class Rights {
  readonly #groups: ReadonlyMap<string, readonly string[]>;
  readonly #rights: ReadonlyMap<string, readonly CompiledRight[]>;

  constructor(
    rights: readonly (Right & { subject: string; target: string })[],
    members: readonly { group: string; subsystem: string }[],
  ) {
    this.#groups = new Map(
      [...Map.groupBy(members, ({ subsystem }) => subsystem)].map(([id, list]) => [id, list.map(({ group }) => group)]),
    );
    const compiled = rights.map((right) => ({ ...right, covers: compilePattern(right.pathPattern) }));
    this.#rights = Map.groupBy(compiled, ({ subject, target }) => `${subject} ${target}`);
  }

  /** What the consumer itself and its groups hold for the target now. */
  of(consumer: string, target: string, at: Date): CompiledRight[] {
    const held: CompiledRight[] = [];
    for (const subject of [consumer, ...(this.#groups.get(consumer) ?? [])])
      for (const right of this.#rights.get(`${subject} ${target}`) ?? [])
        if (right.validUntil === null || right.validUntil > at) held.push(right);
    return held;
  }

  decide({ consumer, target, method, path, purpose, at }: Attempt): Decision {
    let missing = false;
    // Systems read // as they like: the right has to cover both readings.
    const single = path.includes('//') ? path.replace(slashes, '/') : path;
    for (const right of this.of(consumer, target, at)) {
      if (right.method !== '*' && right.method !== method) continue;
      if (!right.covers(path) || (single !== path && !right.covers(single))) continue;
      const named = right.purposes.length > 0 ? right.purposes : [right.purpose];
      const chosen = purpose ?? (named.length === 1 ? named[0] : undefined);
      if (chosen === undefined) missing = true;
      else if (named.includes(chosen)) return { purpose: chosen, pathPattern: right.pathPattern };
    }
    return missing ? 'purpose-missing' : 'denied';
  }
}

/** A right to an operation that its service's document no longer has covers nothing. */
export async function loadRights(tx: Tx): Promise<Rights> {
  const rights = await tx.query<Right & { subject: string; target: string }>(
    `select coalesce(r.consumer_id, r.group_id) as subject, r.target, r.purpose, r.purposes, r.valid_until as "validUntil",
       coalesce(o.value ->> 'method', r.method) as method, coalesce(o.value ->> 'path', r.path_pattern) as "pathPattern"
     from access_right r
     left join service_openapi d on d.service_id = r.target and r.operation_id is not null
     left join lateral jsonb_array_elements(d.operations) o on o.value ->> 'id' = r.operation_id
     where r.operation_id is null or o.value is not null`,
  );
  const members = await tx.query<{ group: string; subsystem: string }>(
    'select group_id as "group", subsystem_id as subsystem from access_group_member',
  );
  return new Rights(rights.rows, members.rows);
}
