import type { Issue } from "../../issue";
import { isSubdomain } from "../../kinds/labels";
import { ownValue } from "../../plain/ownKey";
import { compareText, stableText } from "../../plain/text";
import { describeValue } from "../../plain/valueKind";
import type { IngressGke } from "../backendSettings";
import type { IngressRequest, IngressService } from "../model";
import { backendIssue } from "../settings";
import type { BackendQuestion } from "./backendQuestion";

/** What Google's objects need: where the clusters are, what the pods are, an address for HTTPS. */
export function gkeIssues({ request, rules, services, serving }: BackendQuestion): Issue[] {
  const gke = request.settings?.gke;
  const used = request.services.filter((each) =>
    services.some(({ name, namespace }) => name === each.name && namespace === each.namespace),
  );
  return [
    ...(request.hostCluster === undefined
      ? [backendIssue("hostCluster", "is needed: it is Google's config cluster")]
      : []),
    ...(gke === undefined ? [] : settingIssues(gke)),
    ...linkIssues(gke, serving),
    ...(rules.tls.length > 0 && gke?.staticIp === undefined
      ? [backendIssue("gke.staticIp", "is needed: Google serves HTTPS at reserved addresses only")]
      : []),
    ...used.flatMap((each) => serviceIssues(each, request)),
  ];
}

function settingIssues({ staticIp, frontendConfig, links }: IngressGke): Issue[] {
  const wrong = (field: string, rule: string, came: unknown): Issue =>
    backendIssue(`gke.${field}`, `${rule}, came ${describeValue(came)}`);
  return [
    ...(staticIp === undefined || /^[A-Za-z0-9][\w.:/-]*$/.test(staticIp)
      ? []
      : [wrong("staticIp", "must be an address or the link of one", staticIp)]),
    ...(frontendConfig === undefined || isSubdomain(frontendConfig)
      ? []
      : [wrong("frontendConfig", "must be the name of a FrontendConfig", frontendConfig)]),
    ...Object.entries(links)
      .sort(([a], [b]) => compareText(a, b))
      .filter(([, link]) => !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(link))
      .map(([cluster, link]) =>
        wrong(`links["${cluster}"]`, 'must be "<location>/<cluster>" as Google names it', link),
      ),
  ];
}

function linkIssues(gke: IngressGke | undefined, serving: readonly string[]): Issue[] {
  const { links = {} } = gke ?? {};
  const unknown = Object.keys(links).filter((cluster) => !serving.includes(cluster));
  return [
    ...serving
      .filter((cluster) => ownValue(links, cluster) === undefined)
      .map((cluster) =>
        backendIssue(
          `gke.links["${cluster}"]`,
          'is needed: Google knows the cluster as "<location>/<cluster>"',
        ),
      ),
    ...unknown
      .sort(compareText)
      .map((cluster) =>
        backendIssue(
          `gke.links["${cluster}"]`,
          "no Service of it is on a member cluster of that name",
        ),
      ),
  ];
}

/** Google makes Services of its own from one selector and one list of ports. */
function serviceIssues(
  { namespace, name, copies }: IngressService,
  { hostNamespace = "default" }: IngressRequest,
): Issue[] {
  const title = `Service ${namespace}/${name}`;
  const chosen = copies.filter(({ selected }) => selected);
  const [first] = chosen;
  const differs = chosen.some(
    ({ selector, ports }) =>
      stableText([selector, ports]) !== stableText([first?.selector, first?.ports]),
  );
  const isKnown = Object.keys(first?.selector ?? {}).length > 0;
  return [
    ...(isKnown
      ? []
      : [
          backendIssue("", `${title} has no selector that is plain, and Google looks for its pods`),
        ]),
    ...(isKnown && differs
      ? [
          backendIssue(
            "",
            `${title} has not the same selector and ports on all clusters, and Google has one for all`,
          ),
        ]
      : []),
    ...(namespace === hostNamespace
      ? []
      : [
          backendIssue(
            "namespace",
            `must be "${namespace}", where the pods of ${title} are, came "${hostNamespace}"`,
          ),
        ]),
  ];
}
