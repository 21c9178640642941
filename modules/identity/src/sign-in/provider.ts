// SPDX-License-Identifier: Apache-2.0
/** The OpenID provider: authorization code with PKCE, at `/oidc` below the public address. */
import type { ModuleRuntime } from '@stoa/kernel';
import { ConfigError, cookieName, levelClasses, refuse, isRefusal, signingJwk, toProblem } from '@stoa/kernel';
import Provider, { type ClientMetadata, errors, interactionPolicy, type JWK } from 'oidc-provider';
import { principalOfPerson } from '../principals.ts';
import { sessionHours } from '../sessions/sessions.ts';
import { providerStore } from './provider-store.ts';
import { demandShortLived } from './software.ts';

const providers = new WeakMap<ModuleRuntime, Provider>();

export const providerOf = (module: ModuleRuntime): Provider =>
  providers.get(module) ??
  refuse('unavailable', 'identity.starting', 'Sign-in is starting. Please try again in a moment.', {
    retryAfterSeconds: 2,
  });

export const portalClientId = 'portal';
export const portalSecret = (module: ModuleRuntime): string =>
  module.keys.secret('oidc-portal-client').toString('base64url');

/** Audience of access tokens that this platform's own interface takes (RFC 8707). */
export const apiAudience = (module: ModuleRuntime): string => `${module.publicUrl}/api`;

/**
 * Other vendors' clients: `STOA_OIDC_CLIENTS`, a JSON list of client metadata (OpenID Connect Registration section 2). What a
 * client may ever do here is its `scope`; without one it signs people in and no more.
 */
function otherClients(module: ModuleRuntime): ClientMetadata[] {
  const text = module.config.env.STOA_OIDC_CLIENTS;
  if (!text) return [];
  const wrong = (what: string): never => {
    throw new ConfigError(`STOA_OIDC_CLIENTS must be a JSON list of clients with client_id and redirect_uris: ${what}`);
  };
  let clients: unknown;
  try {
    clients = JSON.parse(text);
  } catch {
    wrong('it is no JSON');
  }
  if (!Array.isArray(clients)) return wrong('it is no list');
  for (const [i, client] of (clients as Partial<ClientMetadata>[]).entries())
    if (
      typeof client?.client_id !== 'string' ||
      !Array.isArray(client.redirect_uris) ||
      client.redirect_uris.length === 0
    )
      wrong(`the client at place ${i + 1} lacks one of them`);
  return clients as ClientMetadata[];
}

/** Those of a client's scopes that are permissions of this platform. */
const apiScopes = (scope = ''): string[] => scope.split(' ').filter((one) => one.includes(':'));

/** A level asked for that the session has not is proven first; what cannot be reached is answered as it is (OpenID Connect Core 3.1.2.1). */
function askingForLevels() {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  const check = new Check('level', 'a higher level was asked for', 'login_required', ({ oidc }) => {
    const wanted = String(oidc.params?.acr_values ?? '')
      .split(' ')
      .map((one) => levelClasses.indexOf(one));
    const has = levelClasses.indexOf(oidc.session?.acr ?? '');
    const given = (oidc.result as { login?: unknown } | undefined)?.login !== undefined;
    return !given && Math.max(...wanted) > has ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
  });
  policy.get('login')?.checks.add(check);
  return policy;
}

/** Name of a client as it calls itself. */
export const clientName = (module: ModuleRuntime, id: string): string =>
  otherClients(module).find((one) => one.client_id === id)?.client_name ?? id;

export function startProvider(module: ModuleRuntime): void {
  const { publicUrl } = module;
  const { circuit } = module.config;
  const https = publicUrl.startsWith('https:');
  const portal: ClientMetadata = {
    client_id: portalClientId,
    client_secret: portalSecret(module),
    client_name: 'Stoa',
    redirect_uris: [`${publicUrl}/sign-in/callback`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  };
  const provider = new Provider(`${publicUrl}/oidc`, {
    adapter: providerStore(module),
    clients: [portal, ...otherClients(module)],
    clientDefaults: {
      id_token_signed_response_alg: 'ES256',
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'openid profile',
    },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    jwks: { keys: [signingJwk(module.keys.ecKey('oidc-signing')) as JWK] },
    cookies: {
      names: {
        session: cookieName('oidc_session', circuit, publicUrl),
        // Bound to paths of one sign-in each, which `__Host-` does not allow.
        interaction: `${https ? '__Secure-' : ''}${cookieName('oidc_interaction', circuit)}`,
        resume: `${https ? '__Secure-' : ''}${cookieName('oidc_resume', circuit)}`,
      },
      keys: [module.keys.secret('oidc-cookies').toString('base64url')],
      long: { sameSite: 'lax' },
      short: { sameSite: 'lax' },
    },
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        // Software has no other errand than this interface.
        defaultResource: (_ctx, client, oneOf) =>
          oneOf ?? (client.grantTypeAllowed('client_credentials') ? apiAudience(module) : []),
        useGrantedResource: () => false,
        getResourceServerInfo: (_ctx, resource, client) => {
          if (resource !== apiAudience(module)) throw new errors.InvalidTarget();
          return { scope: apiScopes(client.scope).join(' '), audience: resource, accessTokenFormat: 'opaque' };
        },
      },
    },
    // No access beyond the session it was given in.
    scopes: ['openid', 'profile', ...new Set(otherClients(module).flatMap(({ scope }) => apiScopes(scope)))],
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['name'] },
    acrValues: levelClasses,
    assertJwtClientAuthClaimsAndHeader: async (_ctx, claims) => demandShortLived(module, claims),
    ttl: {
      AuthorizationCode: 60,
      AccessToken: 3600,
      ClientCredentials: 600,
      IdToken: 3600,
      Interaction: 1800,
      Session: sessionHours * 3600,
      Grant: sessionHours * 3600,
    },
    interactions: { url: (_ctx, interaction) => `/sign-in/${interaction.uid}`, policy: askingForLevels() },
    findAccount: async (_ctx, sub) => {
      const person = await module.tx({ kind: 'system' }, (tx) => principalOfPerson(tx, sub));
      return person && { accountId: sub, claims: async () => ({ sub, name: person.name }) };
    },
    // The portal is Stoa itself: nobody is asked whether Stoa may know who they are.
    loadExistingGrant: async (ctx) => {
      const { client, session } = ctx.oidc;
      const grantId = ctx.oidc.result?.consent?.grantId ?? (client && session?.grantIdFor(client.clientId));
      if (grantId) return ctx.oidc.provider.Grant.find(grantId);
      if (client?.clientId !== portalClientId || !session?.accountId) return undefined;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    renderError: (ctx, out) => {
      const text = (value: unknown) => String(value ?? '').replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`);
      ctx.type = 'html';
      ctx.body = `<!doctype html><html lang="en"><title>Sign-in failed</title><meta name="viewport" content="width=device-width"><h1>Sign-in failed</h1><p>${text(out.error_description ?? out.error)}</p><p><a href="/">Start again</a></p>`;
    },
  });
  // The route in front of it sets these headers itself, from the public address.
  provider.proxy = true;
  provider.on('server_error', (ctx, err) => {
    // What a module refuses, such as a database that is away, is no failure of the provider.
    if (isRefusal(err)) ctx.status = toProblem(err, '').status;
    else module.log.error({ err }, 'the OpenID provider failed');
  });
  providers.set(module, provider);
}
