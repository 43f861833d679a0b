import type { Issue } from "../../../provider/core/issue";
import { isPlainObject } from "../../../provider/core/plain/plainObject";
import type { Placement } from "../../../provider/core/model";
import type { PropagationRequest } from "../../../provider/core/objects/propagationRequest";
import { mapAt, without } from "../reading";
import { clusterOf } from "./memberPlan";

/**
 * The request without what some errors are about, so that the rest can be compared with what the
 * original wrote where we write nothing at all.
 */
export function repair(request: PropagationRequest, errors: readonly Issue[]): PropagationRequest {
  return errors.reduce(withoutCause, { ...request, overrides: withoutBroken(request, errors) });
}

function withoutCause(request: PropagationRequest, issue: Issue): PropagationRequest {
  if (issue.path.startsWith("placement.clusterNames")) {
    return { ...request, placement: withKnownNames(request) };
  }
  if (issue.path === "template.metadata.generateName" && isPlainObject(request.template)) {
    const metadata = without(mapAt(request.template, "metadata"), "generateName");
    return { ...request, template: { ...request.template, metadata } };
  }
  return issue.path.startsWith("scheduling") ? withoutPreference(request, issue) : request;
}

function withKnownNames({ placement, clusters }: PropagationRequest): Placement {
  const clusterNames = placement?.clusterNames?.filter((name) =>
    clusters.some((cluster) => cluster.name === name),
  );
  return { ...placement, ...(clusterNames === undefined ? {} : { clusterNames }) };
}

/** An unknown cluster loses its preference; with any other error there is nothing to divide by. */
function withoutPreference(request: PropagationRequest, { code }: Issue): PropagationRequest {
  const { scheduling, clusters } = request;
  if (scheduling?.clusters === undefined || code !== "unknown-cluster") {
    return { ...request, scheduling: undefined };
  }
  const known = Object.entries(scheduling.clusters).filter(
    ([name]) => name === "*" || clusters.some((cluster) => cluster.name === name),
  );
  // A map without entries would mean "the same for all", and the original saw a map with entries.
  const preferences = known.length > 0 ? Object.fromEntries(known) : { "*": { weight: 0 } };
  return { ...request, scheduling: { ...scheduling, clusters: preferences } };
}

function withoutBroken(
  request: PropagationRequest,
  errors: readonly Issue[],
): NonNullable<PropagationRequest["overrides"]> {
  const paths = errors.map(({ path }) => path);
  const clusters = errors
    .filter(({ path }) => path.startsWith("overrides on "))
    .map((issue) => clusterOf(issue, request));
  return (request.overrides ?? []).flatMap((override, index) => {
    const at = `overrides[${index}]`;
    const isWhole = paths.some(
      (path) =>
        path === at || (path.startsWith(`${at}.`) && !path.startsWith(`${at}.clusterOverrides[`)),
    );
    if (isWhole || clusters.includes(override.clusterName ?? undefined)) return [];
    const clusterOverrides = (override.clusterOverrides ?? []).filter(
      (_operation, place) =>
        !paths.some((path) => path.startsWith(`${at}.clusterOverrides[${place}]`)),
    );
    return [{ ...override, clusterOverrides }];
  });
}
