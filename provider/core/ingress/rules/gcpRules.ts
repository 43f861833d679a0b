import { parseAddress } from "../../dns/records/address";
import type { Issue } from "../../issue";
import { ownValue } from "../../plain/ownKey";
import { compareText } from "../../plain/text";
import { describeValue } from "../../plain/valueKind";
import type { IngressGcp } from "../backendSettings";
import type { IngressHealthCheck, IngressRequest, IngressService } from "../model";
import { backendIssue, plannedCheck } from "../settings";
import type { BackendQuestion } from "./backendQuestion";

/** What Google's load balancer needs: groups of every cluster, an address, a Service for all other hosts. */
export function gcpIssues(question: BackendQuestion): Issue[] {
  const { settings, healthCheck } = question.request;
  const gcp = settings?.gcp;
  return [
    ...(gcp === undefined
      ? [backendIssue("gcp", "is needed: an ipAddress, and groups of every cluster as backends")]
      : ownIssues(gcp, question)),
    ...defaultIssues(question),
    ...(healthCheck === undefined ? [] : checkIssues(healthCheck)),
  ];
}

function ownIssues(gcp: IngressGcp, { request, services, serving }: BackendQuestion): Issue[] {
  const used = request.services.filter((each) =>
    services.some(({ name, namespace }) => name === each.name && namespace === each.namespace),
  );
  return [
    ...settingIssues(gcp, request.name),
    ...groupIssues(gcp, serving),
    ...portIssues(gcp, used),
    ...(hasEndpointGroups(gcp) && services.length > 1
      ? [
          backendIssue(
            "gcp.backends",
            `network endpoint groups are of one Service, and requests go to ${services.length}; give instance groups`,
          ),
        ]
      : []),
  ];
}

function defaultIssues({ request, rules }: BackendQuestion): Issue[] {
  const hasDefault = rules.routes.some(
    ({ host, path, pathType }) => host === "" && path === "/" && pathType === "Prefix",
  );
  if (hasDefault || rules.fallback !== undefined || rules.issues.length > 0) return [];
  return [
    backendIssue(
      request.spec === undefined ? "host" : "spec.defaultBackend",
      "a URL map needs a Service for all other hosts; give spec with a defaultBackend",
    ),
  ];
}

/** Whether groups are of pods; those of nodes are reached at node ports. */
export function hasEndpointGroups({ backends }: IngressGcp): boolean {
  return Object.values(backends)
    .flat()
    .some((link) => link.includes("/networkEndpointGroups/"));
}

function settingIssues(gcp: IngressGcp, name: string): Issue[] {
  const { ipAddress, loadBalancerName = name, firewall } = gcp;
  const isName = /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(loadBalancerName);
  return [
    ...(parseAddress(ipAddress) === undefined
      ? [backendIssue("gcp.ipAddress", `must be an IP address, came ${describeValue(ipAddress)}`)]
      : []),
    ...(isName
      ? []
      : [
          backendIssue(
            gcp.loadBalancerName === undefined ? "name" : "gcp.loadBalancerName",
            `must begin with a lower-case letter and hold such, digits and "-" only, came ${describeValue(loadBalancerName)}`,
          ),
        ]),
    ...(firewall !== undefined && firewall.targetTags.length === 0
      ? [
          backendIssue(
            "gcp.firewall.targetTags",
            "names no node, so the rule would be for all of them",
          ),
        ]
      : []),
  ];
}

function groupIssues({ backends }: IngressGcp, serving: readonly string[]): Issue[] {
  const without = serving.filter((cluster) => (ownValue(backends, cluster) ?? []).length === 0);
  const unknown = Object.keys(backends).filter((cluster) => !serving.includes(cluster));
  const links = Object.entries(backends).flatMap(([cluster, list]) =>
    list.flatMap((link, index) =>
      /^[\w:/.-]*\/(instanceGroups|networkEndpointGroups)\/[\w-]+$/.test(link)
        ? []
        : [
            backendIssue(
              `gcp.backends["${cluster}"][${index}]`,
              `must be the link of an instance group or network endpoint group, came ${describeValue(link)}`,
            ),
          ],
    ),
  );
  return [
    ...without.map((cluster) =>
      backendIssue(`gcp.backends["${cluster}"]`, "is needed: the links of the cluster's groups"),
    ),
    ...unknown
      .sort(compareText)
      .map((cluster) =>
        backendIssue(
          `gcp.backends["${cluster}"]`,
          "no Service of it is on a member cluster of that name",
        ),
      ),
    ...links,
  ];
}

function checkIssues(check: IngressHealthCheck): Issue[] {
  const planned = plannedCheck(check, "gcp");
  const fields = ["intervalSeconds", "timeoutSeconds"] as const;
  return [
    ...fields
      .filter((field) => !Number.isInteger(planned[field]))
      .map((field) =>
        backendIssue(
          `healthCheck.${field}`,
          `must be whole seconds for Google, came ${planned[field]}`,
        ),
      ),
    ...(planned.timeoutSeconds > planned.intervalSeconds
      ? [
          backendIssue(
            "healthCheck.timeoutSeconds",
            `must be at most the interval of ${planned.intervalSeconds} s for Google, came ${planned.timeoutSeconds}`,
          ),
        ]
      : []),
  ];
}

/** Nodes are reached at one port, which is a part of names as well. */
function portIssues(gcp: IngressGcp, used: readonly IngressService[]): Issue[] {
  if (hasEndpointGroups(gcp)) return [];
  return used.flatMap(({ namespace, name, copies }) => {
    const chosen = copies.filter(({ selected }) => selected);
    const nodePorts = chosen.map(({ ports = [] }) => ports.map(({ nodePort }) => nodePort).join());
    const isSame = new Set(nodePorts).size <= 1;
    const isKnown = chosen.every(({ ports = [] }) =>
      ports.every(({ nodePort }) => nodePort !== undefined),
    );
    return isSame && isKnown
      ? []
      : [
          backendIssue(
            "",
            `Service ${namespace}/${name} needs a nodePort in its template, the same on all clusters: instance groups are reached there`,
          ),
        ];
  });
}

/** The port that kubemci's names hold: of nodes, or of the Service where pods are reached themselves. */
export function namedPort(
  request: IngressRequest,
  of: { name: string; port: number | string },
): number {
  const service = request.services.find(({ name }) => name === of.name);
  const copy = service?.copies.find(({ selected }) => selected);
  const found = copy?.ports?.find(({ name, port }) => port === of.port || name === of.port);
  return found?.nodePort ?? found?.port ?? 0;
}
