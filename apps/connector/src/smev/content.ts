// SPDX-License-Identifier: Apache-2.0
/** Content of messages: XML as it is, or a flat record whose elements are the fields of a JSON object. */
import { XmlElement } from 'libxml2-wasm';
import { invalidContent, SmevFault } from './fault.ts';
import { escapeXml, standalone } from './xml.ts';

/** How the facade writes a type's content. */
export type ContentForm = 'record' | 'xml';

const field = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
// XML 1.0 has no character for these.
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** What the mailbox takes; a record with nested, repeated or foreign elements is refused. */
export function contentFrom(root: XmlElement, form: ContentForm): unknown {
  if (form === 'xml') return standalone(root);
  const record: Record<string, string> = {};
  for (let child = root.firstChild; child; child = child.next) {
    if (!(child instanceof XmlElement)) continue;
    const wrong = (message: string) =>
      invalidContent([{ message: `${child?.name ?? ''} ${message}`, line: child?.line ?? 0 }]);
    if (child.namespaceUri !== root.namespaceUri) throw wrong('is of another namespace');
    if (child.find('*').length > 0) throw wrong('must hold text alone');
    if (Object.hasOwn(record, child.name)) throw wrong('is there twice');
    Object.defineProperty(record, child.name, { value: child.content.trim(), enumerable: true });
  }
  return record;
}

/** The content as XML; a record gets the root element that the type names. */
export function contentToXml(content: unknown, form: ContentForm, namespace: string, localName: string): string {
  if (form === 'xml') {
    if (typeof content !== 'string') throw new SmevFault('SMEVFailure', 'The content is no XML.');
    return content.replace(/^\s*<\?xml[^>]*\?>/, '');
  }
  const fields = Object.entries(typeof content === 'object' && content ? content : {})
    .filter(([name, value]) => field.test(name) && value !== null && value !== undefined)
    .map(([name, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `<${name}>${escapeXml(text.replace(unwritable, ''))}</${name}>`;
    });
  return `<${localName} xmlns="${escapeXml(namespace)}">${fields.join('')}</${localName}>`;
}
