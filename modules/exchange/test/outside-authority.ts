// SPDX-License-Identifier: Apache-2.0
/** An authority outside the platform: openssl with a root, an intermediate and revocation lists, in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealPolicy } from '../src/verifier/seal-policy.ts';

const config = `
[ca]
default_ca = issuing
[issuing]
dir = .
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
certificate = intermediate.pem
private_key = intermediate.key
default_md = sha256
default_crl_days = 30
policy = any
copy_extensions = copy
unique_subject = no
[root]
dir = .
database = root-index.txt
crlnumber = root-crlnumber
certificate = root.pem
private_key = root.key
default_md = sha256
default_crl_days = 30
[any]
commonName = supplied
[tls-client]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
[tls-server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
[message-signing]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[hub-signing]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
[seal]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,nonRepudiation
certificatePolicies = ${sealPolicy}
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[last-authority]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
`;

export function outsideAuthority(name = 'Test') {
  const folder = mkdtempSync(join(tmpdir(), 'stoa-outside-'));
  const path = (file: string) => join(folder, file);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(path('ca.cnf'), config);
  for (const file of ['index.txt', 'root-index.txt']) writeFileSync(path(file), '');
  for (const file of ['serial', 'crlnumber', 'root-crlnumber']) writeFileSync(path(file), '01');
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    ...['req', '-x509', '-config', 'ca.cnf', '-extensions', 'authority', ...curve, '-keyout', 'root.key'],
    ...['-out', 'root.pem', '-days', '3650', '-subj', `/CN=${name} root`],
  );
  openssl(
    ...['req', '-new', '-config', 'ca.cnf', ...curve, '-keyout', 'intermediate.key', '-out', 'intermediate.csr'],
    ...['-subj', `/CN=${name} issuing`],
  );
  openssl(
    ...['x509', '-req', '-in', 'intermediate.csr', '-CA', 'root.pem', '-CAkey', 'root.key', '-days', '1000'],
    ...['-extfile', 'ca.cnf', '-extensions', 'last-authority', '-out', 'intermediate.pem', '-set_serial', '7'],
  );
  const read = (file: string) => readFileSync(path(file), 'utf8');
  const caFile = path('bundle.pem');
  writeFileSync(caFile, read('intermediate.pem') + read('root.pem'));
  const crlFile = path('lists.pem');

  /** Both lists as of now. */
  function publish(): void {
    openssl('ca', '-config', 'ca.cnf', '-gencrl', '-out', 'crl.pem');
    openssl('ca', '-config', 'ca.cnf', '-name', 'root', '-gencrl', '-out', 'root-crl.pem');
    writeFileSync(crlFile, read('crl.pem') + read('root-crl.pem'));
  }
  publish();

  return {
    folder,
    openssl,
    read,
    caFile,
    crlFile,
    publish,
    /** PEM, the certificate alone. @param extensions section of the configuration */
    sign(request: string, extensions: string, ...more: string[]): string {
      writeFileSync(path('request.pem'), request);
      openssl(
        ...['ca', '-batch', '-config', 'ca.cnf', '-extensions', extensions, '-days', '90', '-notext'],
        ...['-in', 'request.pem', '-out', 'certificate.pem', ...more],
      );
      return read('certificate.pem');
    },
    /** The lists, base64 of the DER. */
    lists: () =>
      [...read('lists.pem').matchAll(/-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/g)].map(([, text = '']) =>
        text.replace(/\s/g, ''),
      ),
    revokeIntermediate(): void {
      openssl('ca', '-config', 'ca.cnf', '-name', 'root', '-revoke', 'intermediate.pem');
      publish();
    },
    revoke(certificate: string): void {
      writeFileSync(path('revoked.pem'), certificate);
      openssl('ca', '-config', 'ca.cnf', '-revoke', 'revoked.pem');
      publish();
    },
  };
}
