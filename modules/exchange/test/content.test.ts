// SPDX-License-Identifier: Apache-2.0
import type { Refusal } from '@stoa/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkContent, checkSchema, rootOf, whenChecked } from '../src/content/check.ts';
import type { ContentSchema, Root } from '../src/content/fit.ts';

const xsd = (inside = '') => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:xm:a:1.0"
  elementFormDefault="qualified">${inside}<xs:element name="Request"><xs:complexType><xs:sequence>
  <xs:element name="count" type="xs:int"/><xs:element name="note" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
  <xs:maxLength value="5"/></xs:restriction></xs:simpleType></xs:element></xs:sequence></xs:complexType></xs:element>
  <xs:element name="Other" type="xs:string"/></xs:schema>`;
const root = rootOf('urn:xm:a:1.0#Request');
const request = (inside: string) => `<Request xmlns="urn:xm:a:1.0">${inside}</Request>`;
const invalid = expect.objectContaining({ kind: 'invalid', code: 'exchange.content-invalid' });
const client = 'XM/GOV/1001/LABOUR';
const check = (schema: ContentSchema, content: unknown, at: Root, sender = client) => {
  const bytes = JSON.stringify(content).length;
  return whenChecked(sender, async (passed) => checkContent({ schema, content, root: at }, bytes, passed));
};

test('XML content that fits its XSD passes, with a prefix or without', async () => {
  await check(xsd(), request('<count>1</count>'), root);
  await check(xsd(), '<a:Request xmlns:a="urn:xm:a:1.0"><a:count>1</a:count></a:Request>', root);
  await check(xsd(), '<Other xmlns="urn:xm:a:1.0">x</Other>', { namespace: root.namespace });
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
])('XML content with %s is refused', async (_name, content) => {
  await expect(check(xsd(), content, root)).rejects.toEqual(invalid);
});

test('whatever text comes as XML content is taken or refused, and nothing else', async () => {
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
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (parts) => {
      try {
        await check(xsd(), parts.join(''), root);
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

test('JSON content is held against its JSON Schema as before', async () => {
  const schema = { type: 'object', required: ['a'] };
  checkSchema(schema);
  await check(schema, { a: 1 }, root);
  await expect(check(schema, {}, root)).rejects.toEqual(invalid);
});

/** 2^34 steps for an engine that goes back. */
const endless = `${'a'.repeat(34)}!`;

test('a pattern that would take for ever is matched at once, in properties and in their names', async () => {
  const pattern = { type: 'string', pattern: '^(a+)+$' };
  checkSchema(pattern);
  await check(pattern, 'aaaa', root);
  await expect(check(pattern, endless, root)).rejects.toEqual(invalid);
  const names = { patternProperties: { '^(a|aa)+$': { type: 'number' } }, additionalProperties: false };
  await check(names, { aaa: 1 }, root);
  await expect(check(names, { [endless]: 1 }, root)).rejects.toEqual(invalid);
});

test('patterns mean what ECMA-262 says: escapes, classes, other scripts', async () => {
  const pattern = { pattern: '^[\\u0410-\\u042f]\\p{L}+ [\\w/-]+ \\d{3}$' };
  await check(pattern, 'Иванова a/b-c 123', root);
  await expect(check(pattern, 'ivanova a/b-c 123', root)).rejects.toEqual(invalid);
});

test.each(['(?=a)b', '(a)\\1', '(', 'a{1,5000}'])(
  'a schema with the pattern %s cannot be published',
  async (pattern) => {
    expect(() => checkSchema({ properties: { a: { pattern } } })).toThrow(
      expect.objectContaining({ code: 'exchange.schema-invalid' }),
    );
    await expect(check({ pattern }, 'a', root)).rejects.toEqual(invalid);
  },
);

test('what is checked stays as it was sent: defaults of the schema are not filled in', async () => {
  const content = {};
  await check({ properties: { a: { default: 1 } } }, content, root);
  expect(content).toEqual({});
});

/** Checked apart, since each of them can be checked no faster than in proportion to its square, or worse. */
const unique = { type: 'array', uniqueItems: true };
const items = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const branches = { $ref: '#/$defs/b', $defs: { b: { anyOf: ['x', 'y'].map((a) => branch(a)) } } };
function branch(name: string) {
  return { required: [name], properties: { inside: { $ref: '#/$defs/b' } } };
}
const nested = (depth: number): object => (depth === 0 ? {} : { inside: nested(depth - 1) });
const counts = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:xm:a:1.0"
  elementFormDefault="qualified"><xs:element name="Request"><xs:complexType><xs:sequence>
  <xs:element name="count" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element></xs:schema>`;
const wrongCounts = request('<count>many</count>'.repeat(100_000));

test.each([
  ['XML of megabytes that is wrong everywhere', counts, wrongCounts],
  ['many items that must differ', unique, items(60_000)],
  ['content on which a schema branches at each level', branches, nested(60)],
])('%s is given up after two seconds, and meanwhile everything else goes on', async (_name, schema, content) => {
  let turns = 0;
  const counting = setInterval(() => turns++, 20);
  const begun = performance.now();
  await expect(check(schema as ContentSchema, content, root)).rejects.toMatchObject({
    kind: 'invalid',
    code: 'exchange.content-invalid',
    message: expect.stringContaining('takes too long'),
  });
  clearInterval(counting);
  expect(turns).toBeGreaterThan(20);
  expect(performance.now() - begun).toBeGreaterThan(1900);
  // The next content finds a thread again.
  await check(unique, items(50), root);
  await expect(check(unique, [1, 2, 1], root)).rejects.toMatchObject({ message: expect.stringContaining('duplicate') });
});

test('content that takes too long holds up what others sent once, however much of it one client sends', async () => {
  const order: string[] = [];
  const sent = ['endless', 'endless', 'endless'].map((name) =>
    check(unique, items(60_000), root).catch(({ kind }: Refusal) => order.push(`${name} ${kind}`)),
  );
  const others = check(unique, items(50), root, 'XM/GOV/1002/COMPANIES').then(() => order.push('other'));
  const own = check(unique, items(50), root).catch(({ kind, retryAfterSeconds }: Refusal) =>
    order.push(`own ${kind} ${retryAfterSeconds}`),
  );
  await Promise.all([...sent, others, own]);
  expect(order).toEqual(['endless invalid', 'endless limit', 'endless limit', 'own limit 10', 'other']);
});

test('large content that fits passes, and large content that does not is told where', async () => {
  const schema = { items: { type: 'object', required: ['n'] } };
  await check(schema, items(100_000), root);
  await expect(check(schema, [...items(100_000), {}], root)).rejects.toMatchObject({
    message: expect.stringContaining('/100000/n is missing'),
  });
  await check(xsd(), request(`<!--${' '.repeat(100_000)}--><count>1</count>`), root);
});
