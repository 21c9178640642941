// SPDX-License-Identifier: Apache-2.0
import { destination, type Logger, multistream, pino } from 'pino';
import { logged } from './telemetry.ts';

export type Log = Logger;

/** One JSON line an entry on standard error; fields that may carry secrets or personal data are cut out. */
export function createLog(level: string, circuit: string): Log {
  return pino(
    {
      level,
      base: { circuit },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: {
        paths: [
          'password',
          'token',
          'authorization',
          'cookie',
          'snils',
          '*.password',
          '*.token',
          '*.authorization',
          '*.cookie',
          '*.snils',
        ],
        censor: '[removed]',
      },
      serializers: { err: describeError },
    },
    multistream([
      { level: 'trace', stream: destination({ fd: 2, sync: false }) },
      { level: 'trace', stream: { write: logged } },
    ]),
  );
}

/** Message and stack, without the values a database error quotes (`detail`, `where`, parameters). */
export function describeError(error: unknown): object {
  if (!(error instanceof Error))
    return typeof error === 'object' && error !== null ? error : { message: String(error) };
  const { name, message, stack } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  return { name, message, code, stack, cause: error.cause ? describeError(error.cause) : undefined };
}
