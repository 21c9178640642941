// SPDX-License-Identifier: Apache-2.0
import { type DpopRequest, fittingProof, type ModuleRuntime, refuse } from '@stoa/kernel';
import { firstUse } from '../sign-in/provider-records.ts';

/** A proof that fits the request, used for the first time. Refuses: identity.dpop-invalid. */
export async function demandProof(module: ModuleRuntime, presented: DpopRequest, thumbprint: string): Promise<void> {
  const proof = await fittingProof(presented, thumbprint, module.clock.now());
  const first = proof && (await module.tx({ kind: 'system' }, (tx) => firstUse(tx, proof.id, proof.until)));
  if (!first)
    refuse('unauthenticated', 'identity.dpop-invalid', 'The DPoP proof does not fit this request. Make a new one.', {
      challenge: 'DPoP error="invalid_dpop_proof", algs="ES256 EdDSA"',
    });
}
