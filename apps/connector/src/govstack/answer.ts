// SPDX-License-Identifier: Apache-2.0
export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly contentType?: string;
}

export class GovstackRefusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });
export const problem = (status: number, code: string, detail: string): Answer =>
  json(status, { type: 'about:blank', title: code, status, code, detail });

const parts = ['instanceId', 'memberClass', 'memberCode', 'applicationCode'];
/** `XM/GOV/1001/LABOUR` in GovStack's words. */
export const identifierOf = (id: string): Record<string, string> =>
  Object.fromEntries(id.split('/').map((part, i) => [parts[i] ?? '', part]));
