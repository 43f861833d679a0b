import { call, type Code, codeOf, mapOf, raw } from "./code";
import { type Declaration, type IngressDeclaration } from "../migration";
import { printCode } from "./printCode";
import type { ProgramName } from "./programNames";

/** The configuration key of the nodes' addresses, by cluster. */
export const addressesKey = "addresses";

/** The configuration keys of a certificate and its key. */
export function certificateKeys(certificate: string): { certificate: string; key: string } {
  return { certificate: `${certificate}-certificate`, key: `${certificate}-key` };
}

/** What a program says of each Ingress over all clusters, after the Services that it leads to. */
export function ingressStatements(
  ingresses: readonly IngressDeclaration[],
  names: ReadonlyMap<string, ProgramName>,
  declarations: readonly Declaration[],
): string[] {
  return ingresses.map((ingress) => {
    const created = call(
      "new kubefed.MultiClusterIngress",
      codeOf(ingress.name),
      ingressArgs(ingress, names, declarations),
    );
    return `${printCode(created, { indent: 0, before: 0, after: 1 })};\n`;
  });
}

function ingressArgs(
  ingress: IngressDeclaration,
  names: ReadonlyMap<string, ProgramName>,
  declarations: readonly Declaration[],
): Code {
  const { services, spec, healthPath, certificates, redirectToHttps, isOnNodes } = ingress;
  const around = declarations.find(
    ({ kind, name }) => kind === "Namespace" && name === ingress.namespace,
  );
  const variables = services.map((key) => {
    const name = names.get(key);
    if (name === undefined) throw new Error("bug in kubefed: an Ingress of nothing declared");
    return raw(name.variable);
  });
  const read = `config.requireObject<Record<string, string[]>>("${addressesKey}")`;
  return mapOf({
    services: { sort: "list", items: variables },
    spec: codeOf(spec),
    healthCheck: healthPath === undefined ? undefined : codeOf({ path: healthPath }),
    certificates: certificates.length === 0 ? undefined : certificatesCode(certificates),
    redirectToHttps: redirectToHttps ? raw("true") : undefined,
    addresses: isOnNodes ? raw(read) : undefined,
    hostCluster: raw("clusters[0]"),
    namespace:
      around === undefined ? codeOf(ingress.namespace) : raw(namespaceVariable(names, around)),
  });
}

function namespaceVariable(names: ReadonlyMap<string, ProgramName>, around: Declaration): string {
  return names.get(`/Namespace ${around.name}`)?.variable ?? "";
}

function certificatesCode(certificates: readonly string[]): Code {
  return mapOf(
    Object.fromEntries(
      certificates.map((each) => {
        const keys = certificateKeys(each);
        const pair = mapOf({
          certificate: call("config.require", codeOf(keys.certificate)),
          key: call("config.requireSecret", codeOf(keys.key)),
        });
        return [each, pair];
      }),
    ),
  );
}
