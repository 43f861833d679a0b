import { field, listField, mapField } from "./field";
import { parseQuantity } from "./quantity";

/** Amounts by resource name, in billionths of its unit. */
export type ResourceAmounts = ReadonlyMap<string, bigint>;

/**
 * What the scheduler sets aside for a pod, from its spec.
 *
 * - The containers' requests added up; a limit without a request is a request.
 * - Init containers run one after the other, so only the largest counts, if it is more; those that
 *   restart always (sidecars) go on running beside the others.
 * - Requests of the pod as a whole replace those of its containers; the runtime's overhead comes on top.
 *
 * Source: Kubernetes `component-helpers/resource/helpers.go`, PodRequests.
 *
 * @example
 * [...podRequests({ containers: [{ resources: { requests: { cpu: "250m" } } }, { resources: { limits: { cpu: 1 } } }] })].map(([name, amount]) => [name, String(amount)])
 * //=> [["cpu", "1250000000"]]
 */
export function podRequests(spec: unknown): ResourceAmounts {
  const containers = listField(spec, "containers").map(requestsOf).reduce(add, nothing);
  let sidecars: ResourceAmounts = nothing;
  let starting: ResourceAmounts = nothing;
  for (const container of listField(spec, "initContainers")) {
    const own = requestsOf(container);
    if (field(container, "restartPolicy") === "Always") sidecars = add(sidecars, own);
    const atOnce = field(container, "restartPolicy") === "Always" ? sidecars : add(sidecars, own);
    starting = larger(starting, atOnce);
  }
  const ofContainers = larger(add(containers, sidecars), starting);
  const ofPod = new Map([...ofContainers, ...requestsOf(spec)]);
  return add(ofPod, amountsOf(mapField(spec, "overhead")));
}

/**
 * Quantities as amounts; what is not a quantity is left out.
 *
 * @example
 * [...amountsOf({ cpu: "2", pods: "110" }).keys()]
 * //=> ["cpu", "pods"]
 */
export function amountsOf(quantities: Readonly<Record<string, unknown>>): ResourceAmounts {
  return new Map(
    Object.entries(quantities).flatMap(([name, quantity]) => {
      const amount = parseQuantity(quantity);
      return amount === undefined ? [] : [[name, amount] as const];
    }),
  );
}

/** The sum of two amounts, by resource. */
export function add(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  return new Map([
    ...a,
    ...[...b].map(([name, amount]) => [name, amount + (a.get(name) ?? 0n)] as const),
  ]);
}

const nothing: ResourceAmounts = new Map();

/** Also the pod's own spec has `resources`. */
function requestsOf(container: unknown): ResourceAmounts {
  return new Map([
    ...amountsOf(mapField(container, "resources", "limits")),
    ...amountsOf(mapField(container, "resources", "requests")),
  ]);
}

function larger(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  const more = [...b].filter(([name, amount]) => amount > (a.get(name) ?? 0n));
  return new Map([...a, ...more]);
}
