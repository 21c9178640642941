// SPDX-License-Identifier: Apache-2.0
import type { Route } from '@stoa/kernel';
import { operationsOf, type ReviewedModule, routeName } from '../inventory.ts';

const declared = (route: Route) => (route.kind === 'operation' ? route.operation : route);

const hasSchema = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && Object.keys(schema).length > 0;

/** Each route has a schema (operations), a permission and an audit action; without sign-in only where that was reviewed. */
export function undeclaredRoutes(
  modules: readonly ReviewedModule[],
  reviewed: Readonly<Record<string, string>>,
): string[] {
  return modules.flatMap(({ definition }) =>
    definition.routes.flatMap((route) => {
      const name = routeName(route);
      const { permission, audit, summary } = declared(route);
      return [
        ...(route.kind === 'operation' && !hasSchema(route.operation.input) ? [`${name} has no input schema`] : []),
        ...(route.kind === 'operation' && !hasSchema(route.operation.output) ? [`${name} has no output schema`] : []),
        ...(permission ? [] : [`${name} has no permission`]),
        ...(audit ? [] : [`${name} has no audit action`]),
        ...(summary ? [] : [`${name} has no summary`]),
        ...(permission === 'public' && !reviewed[name] ? [`${name} is public without a reviewed reason`] : []),
        ...(permission && permission !== 'public' && !permission.startsWith(`${definition.name}:`)
          ? [`${name} asks for ${permission}, which is not ${definition.name}'s`]
          : []),
      ];
    }),
  );
}

/** Reviewed names that are no route any more. */
export function staleReviews(modules: readonly ReviewedModule[], reviewed: Readonly<Record<string, string>>): string[] {
  const open = new Set(
    modules.flatMap(({ definition }) =>
      definition.routes.filter((r) => declared(r).permission === 'public').map(routeName),
    ),
  );
  return Object.keys(reviewed).filter((name) => !open.has(name));
}

/** Operations a contract promises and nobody serves, and those served that no contract names. */
export function unservedOperations(modules: readonly ReviewedModule[]): string[] {
  return modules.flatMap(({ definition }) => {
    const promised = operationsOf(definition).map((operation) => operation.name);
    const served = definition.routes.filter((route) => route.kind === 'operation').map(routeName);
    return [
      ...promised.filter((name) => !served.includes(name)).map((name) => `${name} is promised and not served`),
      ...served.filter((name) => !promised.includes(name)).map((name) => `${name} is served and stands in no contract`),
    ];
  });
}

/** Audited operations of which nobody says what the entry is about: neither `about` nor a use case that writes it. */
export function auditsOfNothing(modules: readonly ReviewedModule[]): string[] {
  return modules.flatMap(({ definition, sources }) =>
    definition.routes.flatMap((route) => {
      const { audit } = declared(route);
      if (audit === 'none' || !audit || (route.kind === 'operation' && route.operation.about)) return [];
      const written = sources.some(
        ({ path, text }) => !/\/contract(\.ts|\/)/.test(path) && text.includes(`'${audit}'`),
      );
      return written
        ? []
        : [`${routeName(route)} is audited as ${audit}: declare \`about\`, or call audit() in its use case`];
    }),
  );
}

/** Permissions that no policy of their module mentions: nobody could ever have them. */
export function permissionsWithoutPolicy(modules: readonly ReviewedModule[]): string[] {
  return modules.flatMap(({ definition, policies }) => {
    const asked = new Set(definition.routes.map((route) => declared(route).permission));
    return [...asked].filter((permission) => permission !== 'public' && !policies.includes(`Action::"${permission}"`));
  });
}

/** Policies about permissions that no route and no question in the sources asks for. */
export function policiesWithoutPermission(modules: readonly ReviewedModule[]): string[] {
  return modules.flatMap(({ definition, policies, sources }) => {
    const asked = new Set(definition.routes.map((route) => declared(route).permission));
    const kernels = [`${definition.name}:operate`, `${definition.name}:prove`];
    const named = [...policies.matchAll(/Action::"([^"]+)"/g)].map((match) => match[1] ?? '');
    return [...new Set(named)].filter(
      (permission) =>
        !asked.has(permission) &&
        !kernels.includes(permission) &&
        !sources.some(({ text }) => text.includes(`'${permission}'`)),
    );
  });
}
