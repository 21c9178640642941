// SPDX-License-Identifier: Apache-2.0
/** The browser's side of a passkey (WebAuthn level 3 JSON); loaded on pages that use one. */

/** The answer as text for a form; undefined when the person gave up, or this browser knows no passkeys. */
export async function askPasskey(kind: 'make' | 'give', options: unknown): Promise<string | undefined> {
  try {
    const credential =
      kind === 'make'
        ? await navigator.credentials.create({
            publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
              options as PublicKeyCredentialCreationOptionsJSON,
            ),
          })
        : await navigator.credentials.get({
            publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
              options as PublicKeyCredentialRequestOptionsJSON,
            ),
          });
    return credential ? JSON.stringify((credential as PublicKeyCredential).toJSON()) : undefined;
  } catch {
    return undefined;
  }
}
