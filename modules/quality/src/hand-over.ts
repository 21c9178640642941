// SPDX-License-Identifier: Apache-2.0
/** What other modules learn of cards: jobs of the transaction in which it happened, repeated until they got through. */
import { ProgressStep, recordProgress } from '@stoa/analytics/contract';
import { job, type Tx } from '@stoa/kernel';
import { Uuid } from '@stoa/kernel/contract';
import { recordResponse, severResponse, withdrawResponse } from '@stoa/surveys/contract';
import { Type } from 'typebox';
import type { CardRow } from './queries.ts';
import { forgetResponse } from './store.ts';

const self = { kind: 'service', id: 'quality' } as const;

export const reportProgress = job(
  'quality.report-progress',
  Type.Object({ ...recordProgress.input.properties, step: ProgressStep }),
  (module, input) => module.call(recordProgress, input),
  { tx: false },
);

export const handOverResponse = job(
  'quality.hand-over-response',
  recordResponse.input,
  (module, response) => module.call(recordResponse, response),
  { tx: false },
);

/** Waits by retrying until the response it takes back has arrived. */
export const takeBackResponse = job(
  'quality.take-back-response',
  Type.Object({ id: Uuid }),
  (module, response) => module.call(withdrawResponse, response),
  { tx: false },
);

/** Surveys forgets of which card the response is, then the link of which response it is. */
export const severAnswer = job(
  'quality.sever-answer',
  Type.Object({ linkId: Uuid, responseId: Uuid }),
  async (module, { linkId, responseId }) => {
    await module.call(severResponse, { id: responseId });
    await module.tx(self, (tx) => forgetResponse(tx, linkId));
  },
  { tx: false },
);

/** Counts a step of a card whose organisation is known. */
export async function reportStep(tx: Tx, card: CardRow, step: ProgressStep): Promise<void> {
  const { id: cardId, organisationId, regionCode, renderedOn } = card;
  if (!organisationId || !regionCode) return;
  await reportProgress.enqueue(
    tx,
    { cardId, step, organisationId, regionCode, renderedOn },
    { key: `${cardId} ${step}` },
  );
}
