// SPDX-License-Identifier: Apache-2.0
import type { TypeNode } from './ast.ts';
import { Names } from './names.ts';
import { Reader } from './reader.ts';

export function readType(reader: Reader): TypeNode {
  return reader.deeper(() => {
    const { text } = reader.at();
    const generic = reader.at(1).text === '<';
    if (generic && (text === 'list' || text === 'range')) {
      reader.skip(2);
      const of = readType(reader);
      reader.expect('>');
      return { kind: text, of };
    }
    if (generic && text === 'context') return contextType(reader);
    if (generic && text === 'function') return functionType(reader);
    return { kind: 'named', name: qualifiedName(reader) };
  });
}

function qualifiedName(reader: Reader): string {
  let name = reader.pathName();
  while (reader.take('.')) name += `.${reader.pathName()}`;
  return name;
}

function contextType(reader: Reader): TypeNode {
  reader.skip(2);
  const fields: Record<string, TypeNode> = {};
  while (!reader.take('>')) {
    if (Object.keys(fields).length) reader.expect(',');
    const name = reader.nameUntil((token) => token.text === ':');
    reader.expect(':');
    fields[name] = readType(reader);
  }
  return { kind: 'context', fields };
}

function functionType(reader: Reader): TypeNode {
  reader.skip(2);
  const params: TypeNode[] = [];
  while (!reader.take('>')) {
    if (params.length) reader.expect(',');
    params.push(readType(reader));
  }
  reader.expect('->');
  return { kind: 'function', params, result: readType(reader) };
}

/** The value of a `typeRef`. Names of item definitions are taken as they stand. */
export function parseTypeRef(text: string): TypeNode {
  if (!/^(list|range|context|function)\s*</u.test(text)) return { kind: 'named', name: text };
  const reader = new Reader(text, new Names());
  return readType(reader);
}
