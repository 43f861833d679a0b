import { mapAt, mapsAt, textAt } from "../plain/fields";
import { plainText } from "../plain/plainText";
import { compareText } from "../plain/text";
import {
  type ExceptArgs,
  isExcepted,
  type PolicyFinding,
  type RuledFleet,
  type RuledObject,
  someOf,
  unknownValue,
} from "./fleet";

/** Which images may run on any member cluster. */
export interface ImageRegistriesArgs extends ExceptArgs {
  /** Registries, or repositories in them: `ghcr.io`, `docker.io/library`, `registry.example.com:5000/shop`. */
  readonly registries: readonly string[];
}

/** Where the kinds that run pods have the pod's own fields, as property paths. */
const podPaths: readonly (readonly string[])[] = [
  ["spec", "template", "spec"],
  ["spec", "jobTemplate", "spec", "template", "spec"],
  ["spec"],
];

/**
 * An image's repository with its registry, as a container runtime completes it; without tag and digest.
 *
 * @example
 * ["nginx:1.29", "acme/app", "localhost:5000/a@sha256:0f", "ghcr.io/acme/app:v1"].map(repositoryOf)
 * //=> ["docker.io/library/nginx", "docker.io/acme/app", "localhost:5000/a", "ghcr.io/acme/app"]
 */
export function repositoryOf(image: string): string {
  const named = image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  const [first = "", ...rest] = named.split("/");
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  if (hasHost) return first === "index.docker.io" ? ["docker.io", ...rest].join("/") : named;
  return rest.length === 0 ? `docker.io/library/${named}` : `docker.io/${named}`;
}

interface Found {
  readonly container: string;
  readonly image: string;
  readonly cluster: string;
  /** Where it stands in the object. */
  readonly path: string;
}

/** Images that are of none of the registries, by container, with the clusters that run them. */
export function judgeImageRegistries(
  fleet: RuledFleet,
  rule: ImageRegistriesArgs,
): PolicyFinding[] {
  const allowed = rule.registries.map((each) => each.replace(/\/+$/, ""));
  return fleet.objects
    .filter((object) => !isExcepted(rule, object))
    .flatMap((object) => {
      const wrong = imagesOf(object).filter(({ image }) => !isOf(allowed, image));
      const groups = new Map<string, Found[]>();
      for (const each of wrong) {
        const key = `${each.container} ${each.image}`;
        groups.set(key, [...(groups.get(key) ?? []), each]);
      }
      const keys = [...groups.keys()].sort(compareText);
      return keys.flatMap((key) => findingOf(object, groups.get(key) ?? [], allowed));
    });
}

function findingOf(
  { urn, title, copies, secretFields }: RuledObject,
  found: readonly Found[],
  allowed: readonly string[],
): PolicyFinding[] {
  const [first] = found;
  if (first === undefined) return [];
  const { container, image, path } = first;
  const where = someOf(
    found.map(({ cluster }) => cluster),
    copies.length,
  );
  const head = `${title}: container "${plainText(container)}"`;
  if (image === unknownValue) {
    const message = `${head} has an image on ${where} that is known only after the update`;
    return [{ urn, message, isOpen: true }];
  }
  const shown = mayBeSecret(secretFields, path)
    ? "an image that is not shown"
    : `"${plainText(image)}"`;
  const message = `${head} runs ${shown} on ${where}; allowed: ${allowed.join(", ")}`;
  return [{ urn, message }];
}

/** Where nobody says what is secret, anything may be. */
function mayBeSecret(fields: RuledObject["secretFields"], path: string): boolean {
  if (fields === undefined) return true;
  return Object.keys(fields)
    .filter((each) => [each, `${each}.`, `${each}[`].some((head) => startsAs(path, head)))
    .some((each) => fields[each]?.length !== 0);
}

function startsAs(path: string, head: string): boolean {
  return /[.[]$/.test(head) ? path.startsWith(head) : path === head;
}

function imagesOf({ copies }: RuledObject): Found[] {
  return copies.flatMap(({ cluster, object }) => {
    for (const place of podPaths) {
      const pod = mapAt(object, ...place);
      const lists = ["initContainers", "containers", "ephemeralContainers"] as const;
      const found = lists.flatMap((list) =>
        mapsAt(pod, list).map((each, index) => ({
          container: textAt(each, "name"),
          image: textAt(each, "image"),
          cluster,
          path: `${place.join(".")}.${list}[${index}].image`,
        })),
      );
      if (found.length > 0) return found.filter(({ image }) => image !== "");
    }
    return [];
  });
}

function isOf(allowed: readonly string[], image: string): boolean {
  if (image === unknownValue) return false;
  const repository = repositoryOf(image);
  return allowed.some((each) => repository === each || repository.startsWith(`${each}/`));
}
