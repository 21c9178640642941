// SPDX-License-Identifier: Apache-2.0
/**
 * The one form in which Stoa writes and reads XAdES signatures (ETSI EN 319 132-1, in an ASiC-E container by
 * EN 319 162-1). Every element is written as exclusive C14N would leave it, so that the text of an element is what is
 * signed. Reading takes the values out, writes the document again and asks for the same bytes: nothing can stand in a
 * signature file but what this form has a place for, and so nothing can be wrapped.
 */
import { type Bytes, sha256, toBase64, utf8 } from './bytes.ts';

const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const etsi = 'http://uri.etsi.org/01903/v1.3.2#';
const asic = 'http://uri.etsi.org/02918/v1.2.1#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const sha256Uri = 'http://www.w3.org/2001/04/xmlenc#sha256';
const ecdsa = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

export interface DataReference {
  /** Name in the container (`isFileName`); the reference names it percent-encoded. */
  readonly name: string;
  readonly mimeType: string;
  /** SHA-256, base64. */
  readonly digest: string;
}

/** What is signed about the signature itself. */
export interface SignedProperties {
  /** RFC 3339, UTC, whole seconds. */
  readonly signingTime: string;
  /** SHA-256 of the signing certificate, base64. */
  readonly certificateDigest: string;
  /** What the signer claims to sign as, each `key=value`. */
  readonly roles?: readonly string[];
}

/** All binary values in base64, DER where they are ASN.1. */
export interface Signature extends SignedProperties {
  readonly references: readonly DataReference[];
  /** SHA-256 of the signed properties. */
  readonly propertiesDigest: string;
  /** Over the SignedInfo, r and s of ECDSA P-256 side by side. */
  readonly value: string;
  readonly certificate: string;
  /** RFC 3161 token over the SignatureValue element. */
  readonly timestampToken: string | undefined;
  /** Certificates of the issuers. */
  readonly authorities: readonly string[];
  readonly crls: readonly string[];
  readonly ocsps?: readonly string[];
}

const ds = (name: string, content: string, attributes = '') => `<ds:${name}${attributes}>${content}</ds:${name}>`;
const xa = (name: string, content: string, attributes = '') => `<xades:${name}${attributes}>${content}</xades:${name}>`;
const inDs = ` xmlns:ds="${dsig}"`;
const inXades = ` xmlns:xades="${etsi}"`;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** As exclusive C14N writes a text without control characters. */
const escapeText = (text: string) => text.replace(/[&<>]/g, (one) => escapes[one] ?? one);
const unescapeText = (text: string) =>
  text.replace(/&(amp|lt|gt);/g, (one) => Object.keys(escapes).find((key) => escapes[key] === one) ?? one);
const uriOf = (name: string) => name.split('/').map(encodeURIComponent).join('/');
function nameOf(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return '';
  }
}

const digestOf = (digest: string, namespace = '') =>
  ds('DigestMethod', '', `${namespace} Algorithm="${sha256Uri}"`) + ds('DigestValue', digest, namespace);

const rolesOf = (roles: readonly string[]) =>
  roles.length === 0
    ? ''
    : xa('SignerRoleV2', xa('ClaimedRoles', roles.map((role) => xa('ClaimedRole', escapeText(role))).join('')));

export const signedProperties = (signature: SignedProperties & Pick<Signature, 'references'>): string =>
  xa(
    'SignedProperties',
    xa(
      'SignedSignatureProperties',
      xa('SigningTime', signature.signingTime) +
        xa('SigningCertificateV2', xa('Cert', xa('CertDigest', digestOf(signature.certificateDigest, inDs)))) +
        rolesOf(signature.roles ?? []),
    ) +
      xa(
        'SignedDataObjectProperties',
        signature.references
          .map(({ mimeType }, i) =>
            xa('DataObjectFormat', xa('MimeType', mimeType), ` ObjectReference="#S0-reference-${i}"`),
          )
          .join(''),
      ),
    `${inXades} Id="S0-signed-properties"`,
  );

export const signedInfo = ({
  references,
  propertiesDigest,
}: Pick<Signature, 'references' | 'propertiesDigest'>): string =>
  ds(
    'SignedInfo',
    ds('CanonicalizationMethod', '', ` Algorithm="${exclusive}"`) +
      ds('SignatureMethod', '', ` Algorithm="${ecdsa}"`) +
      references
        .map(({ name, digest }, i) => ds('Reference', digestOf(digest), ` Id="S0-reference-${i}" URI="${uriOf(name)}"`))
        .join('') +
      ds(
        'Reference',
        ds('Transforms', ds('Transform', '', ` Algorithm="${exclusive}"`)) + digestOf(propertiesDigest),
        ' Type="http://uri.etsi.org/01903#SignedProperties" URI="#S0-signed-properties"',
      ),
    inDs,
  );

/** The signed properties' digest, and the bytes that the key signs. */
export async function toSign(
  properties: SignedProperties & Pick<Signature, 'references'>,
): Promise<{ propertiesDigest: string; info: Bytes }> {
  const propertiesDigest = toBase64(await sha256(utf8(signedProperties(properties))));
  return { propertiesDigest, info: utf8(signedInfo({ references: properties.references, propertiesDigest })) };
}

/** What the time stamp is over. */
export const signatureValue = (value: string): string => ds('SignatureValue', value, `${inDs} Id="S0-value"`);

const timestamp = (token: string) =>
  xa(
    'SignatureTimeStamp',
    ds('CanonicalizationMethod', '', `${inDs} Algorithm="${exclusive}"`) + xa('EncapsulatedTimeStamp', token),
    ' Id="S0-time-stamp"',
  );

const valuesOf = (group: string, element: string, values: readonly string[]) =>
  values.length === 0 ? '' : xa(group, values.map((one) => xa(element, one)).join(''));

export function writeSignature(signature: Signature): string {
  const { timestampToken, authorities, crls, ocsps = [] } = signature;
  const revocation =
    valuesOf('CRLValues', 'EncapsulatedCRLValue', crls) + valuesOf('OCSPValues', 'EncapsulatedOCSPValue', ocsps);
  const unsigned =
    (timestampToken ? timestamp(timestampToken) : '') +
    valuesOf('CertificateValues', 'EncapsulatedX509Certificate', authorities) +
    (revocation && xa('RevocationValues', revocation));
  const properties = xa(
    'QualifyingProperties',
    signedProperties(signature) + (unsigned && xa('UnsignedProperties', xa('UnsignedSignatureProperties', unsigned))),
    `${inXades} Target="#S0"`,
  );
  const content =
    signedInfo(signature) +
    signatureValue(signature.value) +
    ds('KeyInfo', ds('X509Data', ds('X509Certificate', signature.certificate))) +
    ds('Object', properties);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<asic:XAdESSignatures xmlns:asic="${asic}">${ds('Signature', content, `${inDs} Id="S0"`)}</asic:XAdESSignatures>`;
}

const base64 = '([A-Za-z0-9+/]+={0,2})';
const all = (xml: string, pattern: string): string[] =>
  [...xml.matchAll(new RegExp(pattern, 'g'))].map((match) => match[1] ?? '');
const first = (xml: string, pattern: string): string => all(xml, pattern)[0] ?? '';

/** The signature of a file that has exactly the form above; undefined for any other. */
export function readSignature(xml: string): Signature | undefined {
  const names = all(xml, `<ds:Reference Id="S0-reference-\\d+" URI="([A-Za-z0-9._~!*'()%/-]+)">`);
  const types = all(xml, '<xades:MimeType>([a-z0-9.+/;= -]+)</xades:MimeType>');
  // In the order of the document: each object, the signed properties, the certificate.
  const digests = all(xml, `<ds:DigestValue(?: xmlns:ds="${dsig}")?>${base64}</ds:DigestValue>`);
  const signature: Signature = {
    references: names.map((name, i) => ({ name: nameOf(name), mimeType: types[i] ?? '', digest: digests[i] ?? '' })),
    propertiesDigest: digests[names.length] ?? '',
    certificateDigest: digests[names.length + 1] ?? '',
    signingTime: first(xml, '<xades:SigningTime>([0-9TZ:-]+)</xades:SigningTime>'),
    value: first(xml, `Id="S0-value">${base64}<`),
    certificate: first(xml, `<ds:X509Certificate>${base64}<`),
    timestampToken: first(xml, `<xades:EncapsulatedTimeStamp>${base64}<`) || undefined,
    authorities: all(xml, `<xades:EncapsulatedX509Certificate>${base64}<`),
    ...(xml.includes('<xades:ClaimedRole>') && {
      roles: all(xml, '<xades:ClaimedRole>([^<]*)</xades:ClaimedRole>').map(unescapeText),
    }),
    ocsps: all(xml, `<xades:EncapsulatedOCSPValue>${base64}<`),
    crls: all(xml, `<xades:EncapsulatedCRLValue>${base64}<`),
  };
  return writeSignature(signature) === xml ? signature : undefined;
}
