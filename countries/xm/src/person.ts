// SPDX-License-Identifier: Apache-2.0
export interface IdentityDocument {
  readonly type: 'national-id' | 'passport';
  readonly number: string;
  readonly issuedOn: string;
  readonly expiresOn: string;
  /** ISO 3166-1 alpha-3. */
  readonly issuingCountry: string;
}

/** A record of the population register. Names are as registered: Cyrillic for citizens, Latin for foreigners. */
export interface Person {
  /** 11 digits without separators. */
  readonly snils: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly middleName?: string;
  /** Given name, then family name, in Latin letters as in the identity document. */
  readonly nameLatin: string;
  readonly birthOn: string;
  readonly sex: 'male' | 'female' | 'unspecified';
  /** ISO 3166-1 alpha-3; `XME` is Meridia. */
  readonly citizenship: string;
  readonly address: string;
  readonly regionCode: string;
  readonly foreigner: boolean;
  readonly document: IdentityDocument;
  /** On what a foreigner's stay rests. */
  readonly residence?: {
    readonly basis: 'temporary-residence' | 'permanent-residence' | 'visa';
    readonly validUntil: string;
  };
}
