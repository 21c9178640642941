// SPDX-License-Identifier: Apache-2.0
/**
 * The one form in which the exchange writes and reads XAdES signatures (ETSI EN 319 132-1, in an ASiC-E container by
 * EN 319 162-1). Every element is written as exclusive C14N would leave it, so that the text of an element is what is
 * signed. Reading takes the values out, writes the document again and asks for the same bytes: nothing can stand in a
 * signature file but what this form has a place for, and so nothing can be wrapped.
 */
const dsig = 'http://www.w3.org/2000/09/xmldsig#';
const etsi = 'http://uri.etsi.org/01903/v1.3.2#';
const asic = 'http://uri.etsi.org/02918/v1.2.1#';
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const sha256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const ecdsa = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

export interface DataReference {
  /** Name in the container: letters, digits and `. _ - /`, which need no escaping in XML or URI. */
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
}

const ds = (name: string, content: string, attributes = '') => `<ds:${name}${attributes}>${content}</ds:${name}>`;
const xa = (name: string, content: string, attributes = '') => `<xades:${name}${attributes}>${content}</xades:${name}>`;
const inDs = ` xmlns:ds="${dsig}"`;
const inXades = ` xmlns:xades="${etsi}"`;

const digestOf = (digest: string, namespace = '') =>
  ds('DigestMethod', '', `${namespace} Algorithm="${sha256}"`) + ds('DigestValue', digest, namespace);

export const signedProperties = (signature: SignedProperties & Pick<Signature, 'references'>): string =>
  xa(
    'SignedProperties',
    xa(
      'SignedSignatureProperties',
      xa('SigningTime', signature.signingTime) +
        xa('SigningCertificateV2', xa('Cert', xa('CertDigest', digestOf(signature.certificateDigest, inDs)))),
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
        .map(({ name, digest }, i) => ds('Reference', digestOf(digest), ` Id="S0-reference-${i}" URI="${name}"`))
        .join('') +
      ds(
        'Reference',
        ds('Transforms', ds('Transform', '', ` Algorithm="${exclusive}"`)) + digestOf(propertiesDigest),
        ' Type="http://uri.etsi.org/01903#SignedProperties" URI="#S0-signed-properties"',
      ),
    inDs,
  );

/** What the time stamp is over. */
export const signatureValue = (value: string): string => ds('SignatureValue', value, `${inDs} Id="S0-value"`);

const timestamp = (token: string) =>
  xa(
    'SignatureTimeStamp',
    ds('CanonicalizationMethod', '', `${inDs} Algorithm="${exclusive}"`) + xa('EncapsulatedTimeStamp', token),
    ' Id="S0-time-stamp"',
  );

export function writeSignature(signature: Signature): string {
  const { timestampToken, authorities, crls } = signature;
  const unsigned =
    (timestampToken ? timestamp(timestampToken) : '') +
    xa('CertificateValues', authorities.map((one) => xa('EncapsulatedX509Certificate', one)).join('')) +
    xa('RevocationValues', xa('CRLValues', crls.map((one) => xa('EncapsulatedCRLValue', one)).join('')));
  const properties = xa(
    'QualifyingProperties',
    signedProperties(signature) + xa('UnsignedProperties', xa('UnsignedSignatureProperties', unsigned)),
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
  const names = all(xml, '<ds:Reference Id="S0-reference-\\d+" URI="([A-Za-z0-9._/-]+)">');
  const types = all(xml, '<xades:MimeType>([a-z0-9.+/;= -]+)</xades:MimeType>');
  // In the order of the document: each object, the signed properties, the certificate.
  const digests = all(xml, `<ds:DigestValue(?: xmlns:ds="${dsig}")?>${base64}</ds:DigestValue>`);
  const signature: Signature = {
    references: names.map((name, i) => ({ name, mimeType: types[i] ?? '', digest: digests[i] ?? '' })),
    propertiesDigest: digests[names.length] ?? '',
    certificateDigest: digests[names.length + 1] ?? '',
    signingTime: first(xml, '<xades:SigningTime>([0-9TZ:-]+)</xades:SigningTime>'),
    value: first(xml, `Id="S0-value">${base64}<`),
    certificate: first(xml, `<ds:X509Certificate>${base64}<`),
    timestampToken: first(xml, `<xades:EncapsulatedTimeStamp>${base64}<`) || undefined,
    authorities: all(xml, `<xades:EncapsulatedX509Certificate>${base64}<`),
    crls: all(xml, `<xades:EncapsulatedCRLValue>${base64}<`),
  };
  return writeSignature(signature) === xml ? signature : undefined;
}
