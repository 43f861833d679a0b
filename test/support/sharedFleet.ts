import { type Fleet, startFleet } from "../fleet";

let started: Promise<Fleet> | undefined;

/** The three clusters that the tests of behaviour share: us-east and eu-west in production, ap-south not. */
export function sharedFleet(): Promise<Fleet> {
  started ??= startFleet({
    clusters: [
      { name: "us-east", region: "us-east1", zones: ["us-east1-b", "us-east1-c"] },
      { name: "eu-west", region: "europe-west1", zones: ["europe-west1-d"] },
      { name: "ap-south", region: "asia-south1", zones: ["asia-south1-a"] },
    ],
  });
  return started;
}

/** Ends the shared clusters, if any test started them. */
export async function stopSharedFleet(): Promise<void> {
  const fleet = started;
  started = undefined;
  await (await fleet)?.stop();
}
