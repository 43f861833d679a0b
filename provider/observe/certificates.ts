import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import type { CertificateFacts } from "../core/ingress/certificates";

/** A certificate, its chain after it, and its key: PEM texts. */
export interface CertificatePair {
  readonly certificate: string;
  readonly key: string;
}

/** Reads a certificate and its key; nothing of the key is in what it says. */
export function readCertificate(
  { certificate, key }: CertificatePair,
  now: Date,
): CertificateFacts {
  const read = attempt(() => new X509Certificate(certificate));
  if (read === undefined)
    return { problem: "the certificate is no PEM text of an X.509 certificate" };
  const secret = attempt(() => createPrivateKey(key));
  if (secret === undefined)
    return { problem: "the key is no PEM text of a private key without a passphrase" };
  if (!read.checkPrivateKey(secret)) return { problem: "the key is not the certificate's" };
  const names = (read.subjectAltName ?? "")
    .split(", ")
    .flatMap((each) => (each.startsWith("DNS:") ? [each.slice("DNS:".length)] : []));
  const end = new Date(read.validTo);
  return { names, lastDay: end.toISOString().slice(0, 10), isExpired: end < now };
}

/** A text from which nobody learns the texts, and which changes with each of them. */
export function checksumOf(texts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length}:${text}`);
  return hash.digest("hex");
}

/** The MD5 sum of a host's name, by which kubemci named what is for it; it keeps no secret. */
export function hostHash(host: string): string {
  return createHash("md5").update(host).digest("hex");
}

function attempt<Value>(body: () => Value): Value | undefined {
  try {
    return body();
  } catch {
    return undefined;
  }
}
