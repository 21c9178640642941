// SPDX-License-Identifier: Apache-2.0
import { type Static, Type } from 'typebox';
import { Expression, words } from './fields.ts';

const Sftp = Type.Object(
  {
    host: Type.String(),
    /** 22 when missing. */
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
    user: Type.String(),
    password: Type.Optional(Type.String()),
    /** File in PEM or OpenSSH form. */
    privateKey: Type.Optional(Type.String()),
    hostKey: Type.String({
      pattern: '^SHA256:[A-Za-z0-9+/]{43}$',
      description: "fingerprint of the server's key, as ssh-keygen -l prints it",
    }),
  },
  { additionalProperties: false },
);
export type SftpSettings = Static<typeof Sftp>;

export const DropSettings = Type.Object(
  {
    /** Here, or on the SFTP server. Below it: done/, quarantine/, receipts/, answers/ and, while at it, work/. */
    folder: Type.String({ minLength: 1 }),
    sftp: Type.Optional(Sftp),
    /** Files with this ending are taken; others are left alone. */
    format: words('csv', 'xml', 'json', 'jsonl'),
    /** Of the text, a WHATWG label; utf-8 when missing. */
    encoding: Type.Optional(Type.String()),
    /** Between the fields of a CSV file; a comma when missing. */
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 4 })),
    /** Names with dots: elements of an XML document that are rows (`Transfers.Transfer`), the list in a JSON document. Its root when missing. */
    rows: Type.Optional(Type.String()),
    /** Information type of the messages. */
    type: Type.String({ maxLength: 300 }),
    /** row: one message a row. file: one message a file, mapped from the list of its rows. */
    message: words('row', 'file'),
    /** unchanged: size and time are the same at two looks. done-file: `x.csv.done` lies beside `x.csv`. */
    complete: words('unchanged', 'done-file'),
    /** From a row to the message's content; the row itself when missing. */
    content: Type.Optional(Expression),
    /** Between two looks; 2,000 when missing. */
    pollMs: Type.Optional(Type.Integer({ minimum: 10, maximum: 3_600_000 })),
    limits: Type.Optional(
      Type.Object(
        {
          /** 100 MB when missing. JSON documents are read whole: 20 MB. */
          fileBytes: Type.Optional(Type.Integer({ minimum: 1 })),
          /** 100,000 when missing. */
          rows: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
          /** Characters of a row; 1,000,000 when missing. */
          rowLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000_000 })),
          /** Of nesting in a row; 20 when missing. */
          depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type DropSettings = Static<typeof DropSettings>;
