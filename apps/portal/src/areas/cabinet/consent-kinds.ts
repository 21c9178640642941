// SPDX-License-Identifier: Apache-2.0
import type { ConsentState, CorrectionState } from '@stoa/consent/contract';

type Kind = 'good' | 'warn' | 'bad' | 'info' | 'plain';
/** How a state is meant. */
export const consentKinds: Readonly<Record<ConsentState, Kind>> = {
  ...{ none: 'plain', given: 'good', withdrawn: 'bad', expired: 'warn', 'asked-anew': 'warn' },
};
export const correctionKinds: Readonly<Record<CorrectionState, Kind>> = {
  ...{ open: 'warn', accepted: 'good', declined: 'bad', 'taken-back': 'plain' },
};
