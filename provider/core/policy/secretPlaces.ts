import { compareText } from "../plain/text";
import {
  type ExceptArgs,
  isExcepted,
  type PolicyFinding,
  type RuledFleet,
  type RuledObject,
  someOf,
} from "./fleet";

/**
 * Secret values of the program in an object that is no Secret, and Secrets on member clusters that no
 * federated component makes. Values are never named, only where they stand.
 */
export function judgeSecretPlaces(fleet: RuledFleet, rule: ExceptArgs): PolicyFinding[] {
  return fleet.objects
    .filter((object) => !isExcepted(rule, object))
    .flatMap((object) => (object.kind === "Secret" ? strayOf(object) : leakedOf(object)));
}

function strayOf({ urn, title, isFederated, copies }: RuledObject): PolicyFinding[] {
  if (isFederated) return [];
  const where = copies.map(({ cluster }) => cluster).join(", ");
  return [{ urn, message: `${title}: on ${where} by itself; make it a FederatedSecret` }];
}

function leakedOf({ urn, title, copies, secretFields = {} }: RuledObject): PolicyFinding[] {
  const paths = Object.keys(secretFields).sort(compareText);
  return paths.flatMap((path): PolicyFinding[] => {
    const clusters = secretFields[path];
    if (clusters === undefined) {
      const message = `${title}: whether ${path} is secret is known only after the update`;
      return [{ urn, message, isOpen: true }];
    }
    if (clusters.length === 0) return [];
    const where = someOf(clusters, copies.length);
    const message = `${title}: a secret in ${path} on ${where}; put it into a FederatedSecret and name that`;
    return [{ urn, message }];
  });
}
