// SPDX-License-Identifier: Apache-2.0
import { hasPolicy, type KnownCertificate, maySign } from '@stoa/kernel/asic';

/**
 * The policy of certificates that seal evidence, so that no other certificate of the same authority can. Under the
 * UUID arc (ITU-T X.667), which needs no registration.
 */
export const sealPolicy = '2.25.164985483534694803110475878891691810337';

export const maySeal = (certificate: KnownCertificate): boolean =>
  hasPolicy(certificate, sealPolicy) && maySign(certificate);
