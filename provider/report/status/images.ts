import { listAt, mapAt, textAt } from "../../core/plain/fields";
import { isPlainObject } from "../../core/plain/plainObject";
import { plainText } from "../../core/plain/plainText";
import { maskObject, secretText } from "../plan/masking";

/** What one container of an object runs. */
export interface ContainerImage {
  readonly container: string;
  readonly image: string;
}

/** Where the kinds that run pods have the pod's own fields. */
const podPaths: readonly (readonly string[])[] = [
  ["spec", "template", "spec"],
  ["spec", "jobTemplate", "spec", "template", "spec"],
  ["spec"],
];

/**
 * The images of an object on a cluster, containers that only begin included, in their order; none for an
 * object that runs no pods. An image that the program keeps secret stays so.
 *
 * @example
 * imagesOf({ live: { kind: "Pod", spec: { containers: [{ name: "web", image: "nginx:1.29" }] } }, inputs: {} })
 * //=> [{ container: "web", image: "nginx:1.29" }]
 */
export function imagesOf(of: {
  readonly live: unknown;
  readonly inputs: unknown;
}): ContainerImage[] {
  const masked = maskObject(of.inputs);
  const shown = imagesIn(masked);
  const hidesAll = JSON.stringify([masked]).includes(secretText);
  return imagesIn(of.live).map(({ container, image }) => {
    const declared = shown.find((each) => each.container === container);
    const isSecret = declared === undefined ? hidesAll : declared.image.includes(secretText);
    return { container: plainText(container), image: isSecret ? secretText : plainText(image) };
  });
}

function imagesIn(object: unknown): ContainerImage[] {
  for (const path of podPaths) {
    const pod = mapAt(object, ...path);
    const containers = [...listAt(pod, "initContainers"), ...listAt(pod, "containers")];
    const found = containers.filter(isPlainObject);
    if (found.length > 0) {
      return found.map((each) => ({
        container: textAt(each, "name"),
        image: textAt(each, "image"),
      }));
    }
  }
  return [];
}
