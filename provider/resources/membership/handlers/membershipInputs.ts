import { createHash } from "node:crypto";
import type { Membership } from "../../../core/membership/objects";
import type { PolicyRule } from "../../../core/membership/rules";
import type { KubeConnection } from "../../../adapters/kubernetes/apiClient";

/** What a membership is given, as the engine hands it over. */
export interface MembershipInputs extends Membership {
  /** Credentials that may make namespaces, service accounts, roles and bindings. @secret */
  readonly adminKubeconfig: string;
  /** The context of `adminKubeconfig`. @default its current-context */
  readonly context?: string | undefined;
  /** Instead of everything that the scope allows. */
  readonly rules?: PolicyRule[] | undefined;
  /** Takes over what others have made under our names, and joins beside another host. @default false */
  readonly adopt?: boolean | undefined;
  /** Lets a member cluster that cannot be reached be forgotten instead of unjoined. @default false */
  readonly forget?: boolean | undefined;
  /** Which cluster it is, where the program says so: one that was built anew. */
  readonly identity?: string | undefined;
  /** How long the token of before a rotation still works. @default 3600 */
  readonly rotateGraceSeconds?: number | undefined;
  /** Where the member is reached with the new credentials. @default the admin kubeconfig's server */
  readonly apiEndpoint?: string | undefined;
  /** @default the admin kubeconfig's */
  readonly proxyURL?: string | undefined;
  /** As in KubeFed: `["*"]` or `["SubjectName"]`. @default [] */
  readonly disabledTLSValidations?: string[] | undefined;
}

/** A token of before a rotation that still works. */
export interface RetiringToken {
  /** Of its Secret. */
  readonly path: string;
  /** When it was rotated, in milliseconds since 1970. */
  readonly sinceMs: number;
}

/** What a membership knows besides its inputs. */
export interface MembershipOutputs extends MembershipInputs {
  /** The scoped kubeconfig; absent while a join is half done. @secret */
  readonly kubeconfig?: string | undefined;
  /** Tells this cluster from every other one behind the same address: the uid of `kube-system`. */
  readonly clusterUid?: string | undefined;
  /** What a refresh found missing or changed, as sentences. */
  readonly drift?: string[] | undefined;
  /** Absent where there is none. */
  readonly retiring?: readonly RetiringToken[] | undefined;
}

/** Where the administrator's calls go. */
export function adminConnection(inputs: MembershipInputs): KubeConnection {
  return { kubeconfig: inputs.adminKubeconfig, context: inputs.context };
}

/** The ending of the token Secret's name: none at first, then one that goes with the text of `rotate`. */
export function tokenSuffix({ rotate }: Pick<Membership, "rotate">): string {
  if (rotate === undefined || rotate === "") return "";
  return `-${createHash("sha256").update(rotate).digest("hex").slice(0, 8)}`;
}

/** The inputs among the outputs. */
export function inputsOf(outputs: MembershipOutputs): MembershipInputs {
  const { kubeconfig, clusterUid, drift, retiring, ...inputs } = outputs;
  return inputs;
}
