import { textAt } from "../../core/plain/fields";
import { all, type Fill, items, missing, within } from "./fill";

const probe = all(
  missing({ failureThreshold: 3, periodSeconds: 10, successThreshold: 1, timeoutSeconds: 1 }),
  within("httpGet", missing({ path: "/", scheme: "HTTP" })),
  within("grpc", missing({ service: "" })),
);

const container = all(
  missing(
    {
      resources: {},
      terminationMessagePath: "/dev/termination-log",
      terminationMessagePolicy: "File",
    },
    { imagePullPolicy: (map) => pullPolicyOf(textAt(map, "image")) },
  ),
  items("env", within("valueFrom", within("fieldRef", missing({ apiVersion: "v1" })))),
  items("ports", missing({ protocol: "TCP" })),
  within("livenessProbe", probe),
  within("readinessProbe", probe),
  within("startupProbe", probe),
);

const volume = all(
  ...["configMap", "downwardAPI", "projected", "secret"].map((source) =>
    within(source, missing({ defaultMode: 420 })),
  ),
  within("hostPath", missing({ type: "" })),
);

/** What the API server fills in in the spec of a pod. */
export const podDefaults: Fill = all(
  missing(
    {
      dnsPolicy: "ClusterFirst",
      restartPolicy: "Always",
      schedulerName: "default-scheduler",
      securityContext: {},
      terminationGracePeriodSeconds: 30,
    },
    {
      serviceAccount: ({ serviceAccountName }) => serviceAccountName,
      serviceAccountName: ({ serviceAccount }) => serviceAccount,
    },
  ),
  items("containers", container),
  items("initContainers", container),
  items("volumes", volume),
);

/** Kubernetes pulls again what is called `latest`, or is not called anything. */
function pullPolicyOf(image: string): string {
  const tag = /:([^:/@]+)$/.exec(image)?.[1];
  const isLatest = !image.includes("@") && (tag === undefined || tag === "latest");
  return isLatest ? "Always" : "IfNotPresent";
}
