// SPDX-License-Identifier: Apache-2.0
/** Refusals of the exchange as the department's own systems read them: JSON or XML, codes of X-Road 7.8 or 7.7. */
import { type Fault, faultDocument, faultStatus, formerSpelling } from '@stoa/exchange/wire';
import type { HubAnswer } from './hub-answer.ts';

export type FaultSpelling = '7.7' | '7.8';

export function faultAnswer(fault: Fault, accept: string | undefined, spelling: FaultSpelling): HubAnswer {
  const type = spelling === '7.7' ? formerSpelling(fault.type) : fault.type;
  const { contentType, body } = faultDocument({ ...fault, type }, accept);
  return {
    status: faultStatus(fault),
    headers: { 'content-type': contentType, 'x-road-error': type },
    body: Buffer.from(body),
  };
}

/** The fault of a hub or of the provider's connector, told as this department reads it; its status and other headers stay. */
export function retoldFault(answer: HubAnswer, accept: string | undefined, spelling: FaultSpelling): HubAnswer {
  const type = answer.headers['x-road-error'] ?? '';
  const { message, detail } = wordsOf(answer.body.toString());
  const fault = { type, message, detail: detail || (answer.headers['x-road-request-id'] ?? '') };
  const told = faultAnswer(fault, accept, spelling);
  return { status: answer.status, headers: { ...answer.headers, ...told.headers }, body: told.body };
}

/** Of a document as `faultDocument` writes it. */
function wordsOf(text: string): { message: string; detail: string } {
  try {
    const { message, detail } = JSON.parse(text) as { message?: unknown; detail?: unknown };
    return { message: String(message ?? ''), detail: String(detail ?? '') };
  } catch {
    const word = (name: string) =>
      (new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '').replace(/&#(\d+);/g, (_, code: string) =>
        String.fromCharCode(Number(code)),
      );
    return { message: word('message'), detail: word('detail') };
  }
}
