import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type CertificateFacts, certificateIssues } from "../../core/ingress/certificates";
import type { PlannedTls } from "../../core/ingress/model";
import { formatIssues, type Issue } from "../../core/issue";
import { mapAt } from "../../core/plain/fields";
import { mapValues } from "../../core/plain/records";
import { keptOutageOf } from "../../engine/probes";
import { hasUnknown, plainValueWithin } from "../../engine/plainValue";
import { declareFindings, refusal } from "../../engine/program";
import { type CertificatePair, readCertificate } from "../../observe/certificates";
import type { KubeFedCluster } from "../clusters/kubeFedCluster";
import type { IngressCertificateArgs } from "./ingressArgs";

/** Certificates, and the hosts that they are for. */
export interface CertificatesRequest {
  readonly component: pulumi.ComponentResource;
  readonly subject: string;
  readonly tls: readonly PlannedTls[];
  readonly certificates: Readonly<Record<string, pulumi.Input<GivenPair | undefined>>>;
}

/** A certificate and its key, of which an update may have to make one first. */
interface GivenPair {
  readonly certificate: pulumi.Input<string>;
  readonly key: pulumi.Input<string>;
}

/** What is wrong with how certificates are given: each is a pair or the name of a Secret. */
export function validateCertificates(
  certificates: Readonly<Record<string, IngressCertificateArgs>>,
): Issue[] {
  return Object.entries(certificates).flatMap(([name, { certificate, key, secretName }]) => {
    const given = [certificate, key].filter((each) => each !== undefined).length;
    if (secretName === undefined ? given === 2 : given === 0) return [];
    const message = "must be either certificate and key or secretName";
    return [{ code: "ingress-certificate", path: `certificates["${name}"]`, message }];
  });
}

/**
 * The certificates that this program serves with, by name. One that is a Secret of the host cluster is left to
 * backends that read it there themselves; for HAProxy it is read by the engine.
 */
export function certificatePairs(request: {
  readonly component: pulumi.ComponentResource;
  readonly name: string;
  readonly certificates: Readonly<Record<string, IngressCertificateArgs>>;
  readonly backend: string;
  readonly namespace: string;
  readonly host: KubeFedCluster | undefined;
}): CertificatesRequest["certificates"] {
  const { certificates, backend, host, component, name, namespace } = request;
  const pairs: Record<string, pulumi.Input<GivenPair | undefined>> = {};
  for (const [called, { certificate, key, secretName }] of Object.entries(certificates)) {
    if (certificate !== undefined && key !== undefined) pairs[called] = { certificate, key };
    else if (secretName !== undefined && host !== undefined && backend === "haproxy") {
      const id = `${namespace}/${secretName}`;
      pairs[called] = heldPair({ host, id, component, child: `${name}-${called}-held` });
    }
  }
  return pairs;
}

/** What a Secret of the host cluster holds; nothing while that is away and kept. Secret. */
function heldPair(of: {
  readonly host: KubeFedCluster;
  readonly id: string;
  readonly component: pulumi.ComponentResource;
  readonly child: string;
}): pulumi.Output<GivenPair | undefined> {
  const { host, id, component: parent, child } = of;
  const read = async () => {
    if ((await keptOutageOf(host)) !== undefined) return undefined;
    const { data } = k8s.core.v1.Secret.get(child, id, { parent, provider: host.provider });
    return data.apply((texts) => ({
      certificate: decoded(texts["tls.crt"]),
      key: decoded(texts["tls.key"]),
    }));
  };
  return pulumi.secret(pulumi.output(read()));
}

function decoded(base64 = ""): string {
  return Buffer.from(base64, "base64").toString();
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
    const there = Object.fromEntries(
      Object.entries(known).flatMap(([name, pair]) => (pair === undefined ? [] : [[name, pair]])),
    );
    const facts = mapValues(there, factsOf);
    const issues = certificateIssues(tls, facts);
    if (issues.length > 0) throw refusal(formatIssues(subject, issues));
    return there;
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
