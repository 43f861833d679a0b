import { connectToCluster } from "../../adapters/kubernetes/apiClient";
import { liveObjects } from "../../adapters/kubernetes/liveObjects";
import { versionProblem } from "../../core/status/health";
import type { DeclaredFleet, DeclaredObject } from "../../report/status/declaredFleet";
import type { Observation } from "../../report/status/fleetStatus";
import { messageOf } from "../../core/plain/text";

/**
 * Asks all member clusters at once for the objects that the state has on them. A cluster that does not
 * answer is asked once and costs one deadline; what it would have said is a failure of each object.
 */
export async function observeFleet(request: {
  readonly fleet: DeclaredFleet;
  readonly deadlineMs: number;
}): Promise<Observation[]> {
  const { fleet, deadlineMs } = request;
  const byProvider = new Map<string, DeclaredObject[]>();
  for (const object of fleet.objects) {
    byProvider.set(object.provider, [...(byProvider.get(object.provider) ?? []), object]);
  }
  const observed = await Promise.all(
    [...byProvider].map(([provider, objects]) =>
      observeCluster({ credentials: fleet.kubeconfigs.get(provider), objects, deadlineMs }),
    ),
  );
  return observed.flat();
}

async function observeCluster(request: {
  credentials: { readonly kubeconfig: string; readonly context?: string } | undefined;
  objects: readonly DeclaredObject[];
  deadlineMs: number;
}): Promise<Observation[]> {
  const { credentials, objects, deadlineMs } = request;
  const failed = (failure: string): Observation[] => objects.map((object) => ({ object, failure }));
  if (credentials === undefined) return failed("its kubeconfig is not in the stack's state");
  try {
    const api = connectToCluster({ ...credentials, deadlineMs });
    // One question first: a cluster that is away is then known after one deadline, not after many.
    const problem = versionProblem(await api.request({ method: "GET", path: "/version" }));
    // Whatever else answers there would make every object look like it were missing.
    if (problem !== undefined) return failed(`what answers there is no Kubernetes API: ${problem}`);
    const live = liveObjects(api);
    return await Promise.all(
      objects.map((object) =>
        api
          .inTurn(() => live.read(object.inputs))
          .then(
            (found): Observation => ({ object, live: found }),
            (error: unknown): Observation => ({ object, failure: messageOf(error) }),
          ),
      ),
    );
  } catch (error) {
    return failed(messageOf(error));
  }
}
