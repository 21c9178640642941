// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkContent, checkSchema, rootOf } from '../src/mailbox/content.ts';

const xsd = (inside = '') => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:xm:a:1.0"
  elementFormDefault="qualified">${inside}<xs:element name="Request"><xs:complexType><xs:sequence>
  <xs:element name="count" type="xs:int"/><xs:element name="note" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
  <xs:maxLength value="5"/></xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>
  <xs:element name="Other" type="xs:string"/></xs:schema>`;
const root = rootOf('urn:xm:a:1.0#Request');
const request = (inside: string) => `<Request xmlns="urn:xm:a:1.0">${inside}</Request>`;
const invalid = expect.objectContaining({ kind: 'invalid', code: 'exchange.content-invalid' });

test('XML content that fits its XSD passes, with a prefix or without', () => {
  checkContent(xsd(), request('<count>1</count>'), root);
  checkContent(xsd(), '<a:Request xmlns:a="urn:xm:a:1.0"><a:count>1</a:count></a:Request>', root);
  checkContent(xsd(), '<Other xmlns="urn:xm:a:1.0">x</Other>', { namespace: root.namespace });
});

test.each([
  ['no string', { count: 1 }],
  ['no XML', 'count=1'],
  ['an unclosed element', '<Request xmlns="urn:xm:a:1.0">'],
  ['a value of another type', request('<count>many</count>')],
  ['an unknown element', request('<count>1</count><x/>')],
  ['text that is too long', request('<count>1</count><note>longer</note>')],
  ['a root in another namespace', '<Request xmlns="urn:xm:b:1.0"><count>1</count></Request>'],
  ['another root of the same schema', '<Other xmlns="urn:xm:a:1.0">x</Other>'],
  ['a document type declaration', `<!DOCTYPE Request>${request('<count>1</count>')}`],
  [
    'an external entity',
    `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>${request('<count>1</count><note>&x;</note>')}`,
  ],
  ['an entity bomb', `<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>${request('<note>&b;</note>')}`],
  ['an entity that nobody declared', request('<count>&x;</count>')],
  ['too deep nesting', `${'<a>'.repeat(150)}${'</a>'.repeat(150)}`],
  ['nesting the parser itself refuses', `${'<a>'.repeat(100_000)}`],
  ['more characters than the limit', request(`<count>${' '.repeat(5_000_000)}1</count>`)],
])('XML content with %s is refused', (_name, content) => {
  expect(() => checkContent(xsd(), content, root)).toThrow(invalid);
});

test('whatever text comes as XML content is taken or refused, and nothing else', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<Request xmlns="urn:xm:a:1.0">',
      '</Request>',
      '<count>',
      '</count>',
      '1',
      '<![CDATA[',
      ']]>',
      '&lt;',
      '<?a b?>',
      '<!--',
    ),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
      try {
        checkContent(xsd(), parts.join(''), root);
      } catch (error) {
        expect(error).toEqual(invalid);
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['that is no XML', 'x'],
  ['that is no schema', '<a/>'],
  ['with an unknown type', xsd('<xs:element name="a" type="xs:nothing"/>')],
  ['that imports another', xsd('<xs:import namespace="urn:b" schemaLocation="http://127.0.0.1/b.xsd"/>')],
  ['that includes another', xsd('<xs:include schemaLocation="file:///etc/b.xsd"/>')],
  ['with a document type declaration', `<!DOCTYPE a>${xsd()}`],
])('an XSD %s cannot be published', (_name, text) => {
  expect(() => checkSchema(text)).toThrow(
    expect.objectContaining({ kind: 'invalid', code: 'exchange.schema-invalid' }),
  );
});

test('JSON content is held against its JSON Schema as before', () => {
  const schema = { type: 'object', required: ['a'] };
  checkSchema(schema);
  checkContent(schema, { a: 1 }, root);
  expect(() => checkContent(schema, {}, root)).toThrow(invalid);
});

/** 2^34 steps for an engine that goes back. */
const endless = `${'a'.repeat(34)}!`;

test('a pattern that would take for ever is matched at once, in properties and in their names', () => {
  const pattern = { type: 'string', pattern: '^(a+)+$' };
  checkSchema(pattern);
  checkContent(pattern, 'aaaa', root);
  expect(() => checkContent(pattern, endless, root)).toThrow(invalid);
  const names = { patternProperties: { '^(a|aa)+$': { type: 'number' } }, additionalProperties: false };
  checkContent(names, { aaa: 1 }, root);
  expect(() => checkContent(names, { [endless]: 1 }, root)).toThrow(invalid);
});

test('patterns mean what ECMA-262 says: escapes, classes, other scripts', () => {
  const pattern = { pattern: '^[\\u0410-\\u042f]\\p{L}+ [\\w/-]+ \\d{3}$' };
  checkContent(pattern, 'Иванова a/b-c 123', root);
  expect(() => checkContent(pattern, 'ivanova a/b-c 123', root)).toThrow(invalid);
});

test.each(['(?=a)b', '(a)\\1', '(', 'a{1,5000}'])('a schema with the pattern %s cannot be published', (pattern) => {
  expect(() => checkSchema({ properties: { a: { pattern } } })).toThrow(
    expect.objectContaining({ code: 'exchange.schema-invalid' }),
  );
  expect(() => checkContent({ pattern }, 'a', root)).toThrow(invalid);
});
