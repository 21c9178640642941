// SPDX-License-Identifier: Apache-2.0
import type { ModuleRuntime } from '@stoa/kernel';

/** The setting under which nothing without a certificate comes before citizens. */
export const certificatesRequired = ({ config }: Pick<ModuleRuntime, 'config'>): boolean =>
  config.env.STOA_CERTIFICATES === 'required';

export const withoutCertificate =
  'This version has no certificate in force. Bring it as a candidate, and have the five suites run over it.';
