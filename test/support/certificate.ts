import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** A key and a certificate that it signed itself, in PEM. */
export interface TestCertificate {
  key: string;
  cert: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes a certificate for a host name that is valid until `days` from now, which may be past. */
export function createCertificate(hostname: string, days: number): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const toBeSigned = describeCertificate(hostname, days, publicKey);
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificate = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature));
  const base64 = certificate.toString('base64').replace(/(.{64})/g, '$1\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

/** https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */
function describeCertificate(hostname: string, days: number, publicKey: KeyObject): Buffer {
  const now = Date.now();
  const name = sequence(set(sequence(objectId('550403'), element(0x0c, Buffer.from(hostname)))));
  const alternativeNames = sequence(element(0x82, Buffer.from(hostname)));
  return sequence(
    element(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.from([1, ...randomBytes(8)])),
    ECDSA_WITH_SHA256,
    name,
    sequence(time(new Date(now - 30 * DAY_MS)), time(new Date(now + days * DAY_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(sequence(objectId('551d11'), element(0x04, alternativeNames)))),
  );
}

/** ASN.1 in DER: a tag, the length, and what is in it. */
function element(tag: number, ...contents: Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const length =
    content.length < 0x80
      ? [content.length]
      : [0x82, Math.floor(content.length / 256), content.length % 256];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...contents: Buffer[]) => element(0x30, ...contents);
const set = (...contents: Buffer[]) => element(0x31, ...contents);
const integer = (bytes: Buffer) => element(0x02, bytes);
const bitString = (bytes: Buffer) => element(0x03, Buffer.from([0]), bytes);
const objectId = (hex: string) => element(0x06, Buffer.from(hex, 'hex'));
const time = (at: Date) => element(0x18, Buffer.from(at.toISOString().replace(/\.\d+|[-:T]/g, '')));

const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));
