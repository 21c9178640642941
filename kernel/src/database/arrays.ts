// SPDX-License-Identifier: Apache-2.0
/**
 * Array parameters in PostgreSQL's binary format (array_recv): nothing is escaped or parsed, neither here nor there,
 * which is most of what sending many rows in one statement costs. The statement casts each: `$1::uuid[]`.
 */

/** Bytes of a value in the format of its type; null for NULL. */
interface Type<V> {
  /** `pg_type.oid`, the same in every database. */
  readonly oid: number;
  readonly size: (value: V) => number;
  readonly write: (value: V, to: Buffer, at: number) => void;
}

const head = 20;

function arrayOf<V>({ oid, size, write }: Type<V>): (values: readonly (V | null | undefined)[]) => Buffer {
  return (values) => {
    if (values.length === 0) return empty(oid);
    let length = head;
    for (const value of values) length += 4 + (value === null || value === undefined ? 0 : size(value));
    const bytes = Buffer.allocUnsafe(length);
    bytes.writeInt32BE(1, 0);
    bytes.writeInt32BE(1, 4);
    bytes.writeInt32BE(oid, 8);
    bytes.writeInt32BE(values.length, 12);
    bytes.writeInt32BE(1, 16);
    let at = head;
    for (const value of values) {
      if (value === null || value === undefined) {
        at = bytes.writeInt32BE(-1, at);
        continue;
      }
      const taken = size(value);
      at = bytes.writeInt32BE(taken, at);
      write(value, bytes, at);
      at += taken;
    }
    return bytes;
  };
}

function empty(oid: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeInt32BE(oid, 8);
  return bytes;
}

export const textArray = arrayOf<string>({
  oid: 25,
  size: (value) => Buffer.byteLength(value),
  write: (value, to, at) => void to.write(value, at),
});
export const byteaArray = arrayOf<Buffer>({
  oid: 17,
  size: (value) => value.length,
  write: (value, to, at) => void value.copy(to, at),
});
export const uuidArray = arrayOf<string>({
  oid: 2950,
  size: () => 16,
  write: (value, to, at) => {
    const hex = value.replaceAll('-', '');
    if (hex.length !== 32 || to.write(hex, at, 16, 'hex') !== 16) throw new TypeError('no UUID');
  },
});
export const int8Array = arrayOf<number>({
  oid: 20,
  size: () => 8,
  write: (value, to, at) => void to.writeBigInt64BE(BigInt(value), at),
});
/** Microseconds since 2000-01-01, of dates that have milliseconds. */
export const timestamptzArray = arrayOf<Date>({
  oid: 1184,
  size: () => 8,
  write: (value, to, at) => void to.writeBigInt64BE(BigInt(value.getTime() - epoch2000) * 1000n, at),
});
/** Of JSON texts. */
export const jsonbArray = arrayOf<string>({
  oid: 3802,
  size: (value) => 1 + Buffer.byteLength(value),
  write: (value, to, at) => {
    to[at] = 1;
    to.write(value, at + 1);
  },
});

const epoch2000 = Date.UTC(2000, 0, 1);
