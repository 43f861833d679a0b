import { stopSharedFleet } from "./sharedFleet";

/** Mocha calls these once around all tests. */
export const mochaHooks = {
  async afterAll(): Promise<void> {
    await stopSharedFleet();
  },
};
