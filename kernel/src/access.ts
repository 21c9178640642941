// SPDX-License-Identifier: Apache-2.0
/** Who may do what: Cedar policies of each module, deny by default. */
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { Act, ActingFor, Principal } from './contract.ts';
import type { Tx } from './database/tx.ts';
import { refuse } from './refusal.ts';
import { strongerSignIn } from './sign-in.ts';

type Attribute = string | number | boolean | undefined | readonly string[];

export interface Resource {
  readonly type: string;
  readonly id: string;
  /** What policies may test; undefined ones are left out. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

export interface Access {
  /** Whether the principal may do `permission` (`payments:settle`) to the resource. */
  decide(principal: Principal, permission: string, resource: Resource): boolean;
}

const cacheSize = 20_000;

/** @param policies text of the policies of each module by its name; a permission is judged by its own module's. */
export function createAccess(policies: ReadonlyMap<string, string>, instance: string): Access {
  const prepared = new Set<string>();
  for (const [module, text] of policies) {
    const answer = cedar.preparsePolicySet(`${instance}/${module}`, { staticPolicies: text });
    if (answer.type === 'failure') {
      throw new Error(`policies of ${module}: ${answer.errors.map((e) => e.message).join('; ')}`);
    }
    prepared.add(module);
  }
  const cache = new Map<string, boolean>();
  return {
    decide(principal, permission, resource) {
      if (permission === 'public' || principal.kind === 'system') return true;
      const module = permission.slice(0, permission.indexOf(':'));
      if (!prepared.has(module)) return false;
      const key = JSON.stringify([entityOf(principal), permission, resource]);
      const known = cache.get(key);
      if (known !== undefined) return known;
      const allowed = ask(`${instance}/${module}`, principal, permission, resource);
      if (cache.size >= cacheSize) cache.clear();
      cache.set(key, allowed);
      return allowed;
    },
  };
}

function entityOf(principal: Principal): cedar.EntityJson & { uid: { type: string; id: string } } {
  if (principal.kind !== 'person') {
    const type = principal.kind === 'service' ? 'Service' : 'Anonymous';
    return { uid: { type, id: principal.kind === 'service' ? principal.id : 'anonymous' }, attrs: {}, parents: [] };
  }
  return {
    uid: { type: 'Person', id: principal.id },
    attrs: {
      duties: principal.duties.map((duty) => duty.code),
      posts: principal.duties.map(({ code, organisationId }) => `${code}@${organisationId}`),
      organisations: [...new Set(principal.duties.map((duty) => duty.organisationId))],
      actingFor: principal.actingFor?.id ?? '',
      visit: principal.actingFor?.visit?.id ?? '',
      personKey: principal.personKey ?? '',
      assurance: principal.assurance,
      // On their own behalf, or by a power without any limit.
      unlimited: !principal.actingFor?.limits,
      mayRead: servicesFor(principal.actingFor, 'read'),
      mayApply: servicesFor(principal.actingFor, 'apply'),
      mayPay: servicesFor(principal.actingFor, 'pay'),
    },
    parents: [],
  };
}

const covers = (acts: readonly Act[] | undefined, act: Act) => !acts || act === 'read' || acts.includes(act);

/** Services in which a power lets somebody do it; `*` stands for all of them, and for acting on one's own behalf. */
export function servicesFor(actingFor: ActingFor | undefined, act: Act): string[] {
  if (!actingFor?.limits) return ['*'];
  const fitting = actingFor.limits.filter(({ acts }) => covers(acts, act));
  return [...new Set(fitting.flatMap(({ services }) => services ?? ['*']))].sort();
}

function ask(policySet: string, principal: Principal, permission: string, resource: Resource): boolean {
  const entity = entityOf(principal);
  const attrs: Record<string, cedar.CedarValueJson> = {};
  for (const [name, value] of Object.entries(resource.attributes ?? {})) {
    if (value !== undefined) attrs[name] = Array.isArray(value) ? [...value] : (value as string | number | boolean);
  }
  const target = { type: resource.type, id: resource.id };
  const answer = cedar.statefulIsAuthorized({
    principal: entity.uid,
    action: { type: 'Action', id: permission },
    resource: target,
    context: {},
    preparsedPolicySetId: policySet,
    entities: [entity, { uid: target, attrs, parents: [] }],
  });
  if (answer.type === 'failure') throw new Error(`Cedar: ${answer.errors.map((e) => e.message).join('; ')}`);
  return answer.response.decision === 'allow';
}

/** Asks the policies for the running operation's permission on this resource; refuses when they do not permit. */
export function authorise(tx: Tx, resource: Resource): void {
  const permission = tx.operation?.permission;
  if (!permission) throw new Error('authorise() outside an operation: use may()');
  if (!may(tx, permission, resource)) denied(tx.principal);
}

/** Whether the principal may; asking for the running operation's permission counts as its resource check. */
export function may(tx: Tx, permission: string, resource: Resource): boolean {
  if (permission === tx.operation?.permission) tx.notes.authorised = true;
  const posts = resource.attributes?.posts;
  if (tx.principal.kind === 'person' && Array.isArray(posts))
    tx.notes.duty = tx.principal.duties.find(({ code, organisationId }) => posts.includes(`${code}@${organisationId}`));
  return tx.module.access.decide(tx.principal, permission, resource);
}

/**
 * A client acts with a person's token only within what the person let it do: the scope of an operation is its permission
 * (RFC 6749 section 3.3). Refuses kernel.scope-missing.
 */
export function demandScope(principal: Principal, permission: string, operation?: string): void {
  if (principal.kind !== 'person' || permission === 'public') return;
  demandInVisit(principal.actingFor, [permission, operation]);
  if (!principal.client) return;
  if (!principal.client.scopes.includes(permission))
    refuse(
      'forbidden',
      'kernel.scope-missing',
      `The access token does not cover this. Ask the person for the scope "${permission}".`,
      { challenge: `Bearer error="insufficient_scope", scope="${permission}"` },
    );
}

/** Refuses kernel.outside-visit. */
function demandInVisit(actingFor: ActingFor | undefined, asked: readonly (string | undefined)[]): void {
  const open = actingFor?.visit?.open;
  if (open && !asked.some((one) => one !== undefined && open.includes(one)))
    refuse(
      'forbidden',
      'kernel.outside-visit',
      'At the counter you act for a visitor, for one application alone. End the visit to go on with other work.',
    );
}

export function denied(principal: Principal): never {
  if (principal.kind === 'anonymous') {
    refuse('unauthenticated', 'kernel.sign-in-required', 'Sign in to continue.');
  }
  // Duties come with the second factor: perhaps they would permit it.
  if (principal.kind === 'person' && principal.dutiesWait)
    strongerSignIn({ level: 2 }, 'kernel.stronger-sign-in-needed');
  refuse('forbidden', 'kernel.not-permitted', 'Your duties do not permit this. Ask your administrator if they should.');
}
