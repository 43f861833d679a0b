import * as pulumi from "@pulumi/pulumi";
import { type CertificateFacts, certificateIssues } from "../../core/ingress/certificates";
import type { PlannedTls } from "../../core/ingress/model";
import { formatIssues, type Issue } from "../../core/issue";
import { mapAt } from "../../core/plain/fields";
import { hasUnknown, plainValueWithin } from "../../engine/plainValue";
import { declareFindings } from "../../engine/program";
import { type CertificatePair, readCertificate } from "../../observe/certificates";
import type { IngressCertificateArgs } from "./ingressArgs";

/** Certificates, and the hosts that they are for. */
export interface CertificatesRequest {
  readonly component: pulumi.ComponentResource;
  readonly subject: string;
  readonly tls: readonly PlannedTls[];
  readonly certificates: Readonly<Record<string, IngressCertificateArgs>>;
}

/** How long the gate waits for certificates that another resource may have to make first. */
const patienceMs = 2000;

/** Judges certificates where they are known already; what only an update makes is judged when it is there. */
export function judgeCertificates(request: CertificatesRequest): void {
  const { component, subject, certificates } = request;
  if (Object.keys(certificates).length === 0) return;
  void declareFindings(component, subject, findIssues(request));
}

async function findIssues({ tls, certificates }: CertificatesRequest): Promise<Issue[]> {
  const facts = await Promise.all(
    Object.entries(certificates).map(async ([name, pair]) => {
      const known = await plainValueWithin(pair, patienceMs);
      const { certificate, key } = mapAt(known);
      const isKnown = typeof certificate === "string" && typeof key === "string";
      return isKnown && !hasUnknown(known)
        ? ([name, factsOf({ certificate, key })] as const)
        : undefined;
    }),
  );
  return certificateIssues(tls, Object.fromEntries(facts.filter((each) => each !== undefined)));
}

function factsOf(pair: CertificatePair): CertificateFacts {
  return readCertificate(pair, new Date());
}

/** The certificates, once they are there and good for their hosts. Secret. */
export function goodCertificates(
  request: CertificatesRequest,
): pulumi.Output<Readonly<Record<string, CertificatePair>>> {
  const { subject, tls, certificates } = request;
  const pairs = pulumi.output(certificates).apply((known) => {
    const facts = Object.fromEntries(
      Object.entries(known).map(([name, pair]) => [name, factsOf(pair)]),
    );
    const issues = certificateIssues(tls, facts);
    if (issues.length > 0) throw new pulumi.RunError(formatIssues(subject, issues));
    return known;
  });
  return pulumi.secret(pairs);
}

/** What HAProxy reads: certificate and key in one text each, by their names. Secret. */
export function proxyTexts(
  certificates: pulumi.Output<Readonly<Record<string, CertificatePair>>>,
): pulumi.Output<Readonly<Record<string, string>>> {
  return certificates.apply((known) =>
    Object.fromEntries(
      Object.entries(known).map(([name, { certificate, key }]) => [
        name,
        `${certificate.trim()}\n${key.trim()}\n`,
      ]),
    ),
  );
}
