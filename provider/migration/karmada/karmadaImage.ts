import type { KubeObject } from "../../core/model";
import { textAt } from "../../core/plain/fields";

interface Image {
  readonly registry: string;
  readonly repository: string;
  /** With its separator: `:1.29` or `@sha256:…`. */
  readonly version: string;
}

/**
 * An image as an imageOverrider of Karmada leaves it. A new tag that is none (such as a tag with a
 * digest appended) changes nothing.
 *
 * Source: Karmada `pkg/util/overridemanager/imageoverride.go`, `pkg/util/imageparser`.
 *
 * @example
 * overrideImage("nginx:1.25", { component: "Registry", operator: "add", value: "registry.k8s.io" })
 * //=> "registry.k8s.io/nginx:1.25"
 */
export function overrideImage(image: string, overrider: KubeObject): string {
  const parts = parseImage(image);
  const { operator } = overrider;
  const value = textAt(overrider, "value");
  const change = (before: string): string => {
    if (operator === "remove") return "";
    return operator === "add" ? `${before}${value}` : value;
  };
  switch (overrider.component) {
    case "Registry":
      return formatImage({ ...parts, registry: change(parts.registry) });
    case "Repository":
      return formatImage({ ...parts, repository: change(parts.repository) });
    case "Tag": {
      const version = versionOf(change(parts.version.slice(1)));
      return formatImage({ ...parts, version: version ?? parts.version });
    }
    default:
      return image;
  }
}

/** The version with its separator; undefined for what is neither a tag nor a digest. */
function versionOf(text: string): string | undefined {
  if (text === "") return "";
  if (/^[A-Za-z][\w+.-]*:[0-9a-fA-F]{32,}$/.test(text) && !/^v?\d/.test(text)) return `@${text}`;
  return /^\w[\w.-]{0,127}$/.test(text) ? `:${text}` : undefined;
}

function parseImage(image: string): Image {
  const [named = "", digest] = image.split("@");
  const slash = named.indexOf("/");
  const first = slash === -1 ? "" : named.slice(0, slash);
  const registry = /[.:]/.test(first) || first === "localhost" ? first : "";
  const rest = registry === "" ? named : named.slice(slash + 1);
  const colon = rest.lastIndexOf(":");
  const repository = colon === -1 ? rest : rest.slice(0, colon);
  const tag = colon === -1 ? "" : rest.slice(colon);
  // Of a tag and a digest Karmada keeps the tag.
  const version = tag === "" && digest !== undefined ? `@${digest}` : tag;
  return { registry, repository, version };
}

function formatImage({ registry, repository, version }: Image): string {
  return `${registry === "" ? "" : `${registry}/`}${repository}${version}`;
}

const domain = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const pathPart = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const reference = new RegExp(
  `^(?:${domain}(?:\\.${domain})*(?::[0-9]+)?/)?${pathPart}(?:/${pathPart})*` +
    "(?::\\w[\\w.-]{0,127})?" +
    "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$",
);

/**
 * Whether a text is an image that Karmada can take apart.
 *
 * @example
 * [isImage("nginx:1.25"), isImage("Nginx:1.25")]
 * //=> [true, false]
 */
export function isImage(text: string): boolean {
  return reference.test(text);
}
