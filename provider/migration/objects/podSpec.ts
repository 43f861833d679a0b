/**
 * Where an object of a kind keeps the spec of its pods; undefined for kinds without pods.
 *
 * @example
 * [podSpecPath("Pod"), podSpecPath("Deployment"), podSpecPath("ConfigMap")]
 * //=> [["spec"], ["spec", "template", "spec"], undefined]
 */
export function podSpecPath(kind: string): readonly string[] | undefined {
  switch (kind.toLowerCase()) {
    case "pod":
      return ["spec"];
    case "cronjob":
      return ["spec", "jobTemplate", "spec", "template", "spec"];
    case "daemonset":
    case "deployment":
    case "job":
    case "replicaset":
    case "statefulset":
      return ["spec", "template", "spec"];
    default:
      return undefined;
  }
}
