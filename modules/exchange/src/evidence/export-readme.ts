// SPDX-License-Identifier: Apache-2.0
/** What a stranger with nothing but this container and openssl needs to know; part of every container. */
export const readme = `EVIDENCE OF ONE EXCHANGE

This container (ASiC-E, ETSI EN 319 162-1) holds the messages of one exchange between two information systems, with
everything that proves who sent them and that they stand unchanged in the exchange's ledger. You need xmlsec1 and
openssl only. Unpack it with "unzip" and work inside the folder. All digests are SHA-256.

FIRST ASK WHOM YOU TRUST. authority.pem is the certificate of the exchange's authority; everything below leads back to
it. Compare its fingerprint with one that you got from the exchange's operator by another way:
  openssl x509 -in authority.pem -noout -fingerprint -sha256

1. THE CONTAINER. META-INF/signatures0.xml (XAdES, ETSI EN 319 132-1) is the exchange's own seal over every file here:
  xmlsec1 --verify --trusted-pem authority.pem --enabled-reference-uris local,same-doc \\
    --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties META-INF/signatures0.xml
The seal names its time (SigningTime). SignatureTimeStamp, where there is one, is the word of a time-stamping authority
on that time; without it the signature is of level B-B, and the time is the exchange's own word. RevocationValues hold
the list of revoked certificates as of then.

2. EACH MESSAGE has a folder (1-request, 2-response, ...):
  head.txt            what was logged of its head
  body                its body; not there when the message had none, when it was erased, when it is larger than 32 MiB, when
                      it is a file of the mailbox, or when the reader may not see it
  signature-base.txt  the bytes its sender signed (RFC 9421); they name the digest of the body (content-digest)
  signature.bin       the sender's signature over them
  signer.pem          the sender's certificate; the common name is the sender
Who sent it, and was it this?
  openssl verify -no_check_time -CAfile authority.pem signer.pem
(where there is intermediates.pem, add -untrusted intermediates.pem; for xmlsec1, --untrusted-pem intermediates.pem)
  openssl x509 -in signer.pem -pubkey -noout > signer-key.pem
  openssl pkeyutl -verify -pubin -inkey signer-key.pem -rawin -in signature-base.txt -sigfile signature.bin
  openssl dgst -sha256 -binary body | openssl base64     (compare with content-digest in signature-base.txt)
The third line is for Ed25519. For RSA (alg="rsa-pss-sha512"):
  openssl dgst -sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:64 \\
    -verify signer-key.pem -signature signature.bin signature-base.txt
For P-256 (alg="ecdsa-p256-sha256") signature.bin is r and s, 32 bytes each; put them into DER for "openssl dgst -sha256".

A MESSAGE OF A SESSION has mac.bin in place of signature.bin: a code between sender and exchange that tells you nothing.
Its sender signed, a second or so later, the root of a Merkle tree (RFC 6962) over what it sent:
  session-root.txt       what it signed: the session, who, number of the first message, how many, the root in base64
  session-root.sig       its signature over that file, to be checked with signer.pem like signature.bin above
  session-inclusion.txt  the siblings from the message's leaf to the root. The leaf is SHA-256 of the byte 00 and
                         signature-base.txt, a parent that of the byte 01, the left hash, the right hash.
Session and number of the message are keyid and nonce in signature-base.txt. Without these files its sender has signed
nothing over it: the message is not proven.
ONE OF SEVERAL MESSAGES IN ONE SIGNED BODY has part-inclusion.txt. Its sender signed the root over all of them
(x-stoa-parts in signature-base.txt, base64), and content-digest is that of all of them. The leaf is SHA-256 of the byte
00 and the file body; part-inclusion.txt lists the siblings from there to the root, as session-inclusion.txt does.
A folder without a signature is the exchange's own word, for instance that no answer came.

3. THE LEDGER. record.json is the entry the exchange wrote before it passed the message on. It repeats the signature,
and commits to personal data by salted digests whose salts are in personal.json: SHA-256 of salt and value. Its leaf is
SHA-256 of the byte 00 and the record (RFC 6962); inclusion.txt lists the siblings from the leaf to the root: the parent
is SHA-256 of the byte 01, the left hash, the right hash. The root is the third line of ../checkpoint.txt, in base64.

4. THE CHECKPOINT. Its first three lines, each with its line feed, are signed with the key in ledger-key.pem (Ed25519).
The signature is the base64 of the last line without the first four bytes, which name the key:
  head -3 checkpoint.txt > signed.txt
  tail -1 checkpoint.txt | cut -d' ' -f3 | openssl base64 -d -A | tail -c 64 > checkpoint.sig
  openssl pkeyutl -verify -pubin -inkey ledger-key.pem -rawin -in signed.txt -sigfile checkpoint.sig
checkpoint.tst, where it is there, is a time stamp (RFC 3161) over checkpoint.txt.
`;
