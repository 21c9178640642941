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
  /** Answers how many bytes it wrote. */
  readonly write: (value: V, to: Buffer, at: number) => number;
}

const headBytes = 20;
const emptyBytes = 12;

/** An array that is written where it is sent from; pg knows it by `toPostgres`. */
export class ArrayParameter {
  /** Bytes. */
  readonly size: number;
  readonly #writeTo: (to: Buffer, at: number) => void;

  constructor(size: number, writeTo: (to: Buffer, at: number) => void) {
    this.size = size;
    this.#writeTo = writeTo;
  }

  writeTo(to: Buffer, at: number): void {
    this.#writeTo(to, at);
  }

  toPostgres(): Buffer {
    const bytes = Buffer.allocUnsafe(this.size);
    this.#writeTo(bytes, 0);
    return bytes;
  }
}

type Values<V> = readonly (V | null | undefined)[];

const arrayOf =
  <V>(type: Type<V>) =>
  (values: Values<V>): ArrayParameter =>
    new ArrayParameter(sizeOf(type, values), (to, at) => {
      writeArray(type, values, to, at);
    });

function sizeOf<V>({ size }: Type<V>, values: Values<V>): number {
  if (values.length === 0) return emptyBytes;
  let bytes = headBytes;
  for (const value of values) bytes += 4 + (value === null || value === undefined ? 0 : size(value));
  return bytes;
}

function writeArray<V>({ oid, write }: Type<V>, values: Values<V>, to: Buffer, start: number): void {
  to.writeInt32BE(values.length > 0 ? 1 : 0, start);
  to.writeInt32BE(values.length > 0 ? 1 : 0, start + 4);
  to.writeInt32BE(oid, start + 8);
  if (values.length === 0) return;
  to.writeInt32BE(values.length, start + 12);
  to.writeInt32BE(1, start + 16);
  let at = start + headBytes;
  for (const value of values) {
    const taken = value === null || value === undefined ? -1 : write(value, to, at + 4);
    to.writeInt32BE(taken, at);
    at += 4 + Math.max(taken, 0);
  }
}

export const textArray = arrayOf<string>({
  oid: 25,
  size: (value) => Buffer.byteLength(value),
  write: (value, to, at) => to.write(value, at),
});
export const byteaArray = arrayOf<Buffer>({
  oid: 17,
  size: (value) => value.length,
  write: (value, to, at) => value.copy(to, at),
});
export const uuidArray = arrayOf<string>({
  oid: 2950,
  size: () => 16,
  write: (value, to, at) => {
    const hex = value.replaceAll('-', '');
    if (hex.length !== 32 || to.write(hex, at, 16, 'hex') !== 16) throw new TypeError('no UUID');
    return 16;
  },
});
const int8 = (value: bigint, to: Buffer, at: number) => {
  to.writeBigInt64BE(value, at);
  return 8;
};
export const int8Array = arrayOf<number>({
  oid: 20,
  size: () => 8,
  write: (value, to, at) => int8(BigInt(value), to, at),
});
/** Microseconds since 2000-01-01, of dates that have milliseconds. */
export const timestamptzArray = arrayOf<Date>({
  oid: 1184,
  size: () => 8,
  write: (value, to, at) => int8(BigInt(value.getTime() - epoch2000) * 1000n, to, at),
});
/** Of JSON texts. */
export const jsonbArray = arrayOf<string>({
  oid: 3802,
  size: (value) => 1 + Buffer.byteLength(value),
  write: (value, to, at) => {
    to[at] = 1;
    return 1 + to.write(value, at + 1);
  },
});

const epoch2000 = Date.UTC(2000, 0, 1);
